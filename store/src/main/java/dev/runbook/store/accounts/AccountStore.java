package dev.runbook.store.accounts;

import dev.runbook.core.value.Digest;
import dev.runbook.store.database.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The operators and their tokens. Safe for use by many threads; throws
/// [org.springframework.dao.DataAccessException] when the database fails.
public final class AccountStore {

    private final JdbcClient database;

    public AccountStore(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /// All operators, in the order of names.
    public List<OperatorAccount> operators() {
        return database.sql("select * from operator order by name")
                .query((row, _) -> operator(row))
                .list();
    }

    public Optional<OperatorAccount> find(String name) {
        return database.sql("select * from operator where name = :name")
                .param("name", name)
                .query((row, _) -> operator(row))
                .optional();
    }

    /// Adds an operator.
    ///
    /// @return whether it was added; not when the name is taken
    public boolean add(OperatorAccount account) {
        return write("""
                insert into operator (name, display_name, password_hash, roles, standing, services, environments)
                values (:name, :displayName, :passwordHash, :roles, :standing, :services, :environments)
                on conflict (name) do nothing
                """, account);
    }

    /// Gives an operator everything anew but the name.
    ///
    /// @return whether there is such an operator
    public boolean change(OperatorAccount account) {
        return write("""
                update operator set display_name = :displayName, password_hash = :passwordHash, roles = :roles,
                    standing = :standing, services = :services, environments = :environments
                where name = :name
                """, account);
    }

    private boolean write(String sql, OperatorAccount account) {
        return database.sql(sql)
                        .param("name", account.name())
                        .param("displayName", account.displayName())
                        .param("passwordHash", account.passwordHash())
                        .param("roles", account.roles().toArray(String[]::new))
                        .param("standing", account.standing().name())
                        .param("services", account.services().toArray(String[]::new))
                        .param("environments", account.environments().toArray(String[]::new))
                        .update()
                == 1;
    }

    /// A list of the dashboard that somebody keeps under a name.
    public record View(String name, String shown, String severity, String words) {}

    /// The lists that an operator keeps, in the order of names.
    public List<View> views(String operator) {
        return database.sql("select * from saved_view where operator = :operator order by name")
                .param("operator", operator)
                .query((row, _) -> new View(
                        row.getString("name"),
                        row.getString("shown"),
                        row.getString("severity"),
                        row.getString("words")))
                .list();
    }

    /// Keeps a list for an operator, who must be there, in the place of one of the same name.
    ///
    /// @param most how many an operator can keep
    /// @return whether it is kept
    public boolean keepView(String operator, View view, int most) {
        return database.sql("""
                        insert into saved_view (operator, name, shown, severity, words)
                        select :operator, :name, :shown, :severity, :words
                        where (select count(*) from saved_view where operator = :operator and name <> :name) < :most
                        on conflict (operator, name) do update set
                            shown = excluded.shown, severity = excluded.severity, words = excluded.words
                        """)
                        .param("operator", operator)
                        .param("name", Storable.text(view.name()))
                        .param("shown", view.shown())
                        .param("severity", view.severity())
                        .param("words", Storable.text(view.words()))
                        .param("most", most)
                        .update()
                == 1;
    }

    /// Keeps a list no longer.
    public void forgetView(String operator, String name) {
        database.sql("delete from saved_view where operator = :operator and name = :name")
                .param("operator", operator)
                .param("name", Storable.text(name))
                .update();
    }

    /// Lets a token act for its operator, who must be there.
    public void issue(ApiToken token) {
        database.sql("""
                        insert into api_token (digest, operator, label, created_at, expires_at, revoked_at, role)
                        values (:digest, :operator, :label, :createdAt::timestamptz, :expiresAt::timestamptz,
                            :revokedAt::timestamptz, :role)
                        """)
                .param("digest", token.digest().hex())
                .param("operator", token.operator())
                .param("label", token.label())
                .param("createdAt", Storable.time(token.createdAt()))
                .param("expiresAt", Storable.time(token.expiresAt().orElse(null)))
                .param("revokedAt", Storable.time(token.revokedAt().orElse(null)))
                .param("role", token.role().orElse(null))
                .update();
    }

    /// A token that counts, and whom it acts for.
    public record Held(ApiToken token, OperatorAccount operator) {}

    /// The token and the operator for whom it acts now; empty when it is unknown, revoked or has expired.
    public Optional<Held> holder(Digest token, Instant now) {
        return database.sql("select * from api_token where digest = :digest")
                .param("digest", token.hex())
                .query((row, _) -> token(row))
                .optional()
                .filter(found -> found.isValid(now))
                .flatMap(found -> find(found.operator()).map(operator -> new Held(found, operator)));
    }

    /// All tokens of an operator, oldest first, those that count no more among them.
    public List<ApiToken> tokens(String operator) {
        return database.sql("select * from api_token where operator = :operator order by created_at, digest")
                .param("operator", operator)
                .query((row, _) -> token(row))
                .list();
    }

    /// Ends a token.
    ///
    /// @return whether it counted until now
    public boolean revoke(Digest token, Instant now) {
        return database.sql("""
                                update api_token set revoked_at = :now::timestamptz
                                where digest = :digest and revoked_at is null
                                """)
                        .param("now", Storable.time(now))
                        .param("digest", token.hex())
                        .update()
                == 1;
    }

    private static OperatorAccount operator(ResultSet row) throws SQLException {
        return new OperatorAccount(
                row.getString("name"),
                row.getString("display_name"),
                row.getString("password_hash"),
                names(row, "roles"),
                OperatorAccount.Standing.valueOf(row.getString("standing")),
                names(row, "services"),
                names(row, "environments"));
    }

    private static Set<String> names(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                new Digest(row.getString("digest")),
                row.getString("operator"),
                row.getString("label"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                time(row.getObject("expires_at", OffsetDateTime.class)),
                time(row.getObject("revoked_at", OffsetDateTime.class)),
                Optional.ofNullable(row.getString("role")));
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
