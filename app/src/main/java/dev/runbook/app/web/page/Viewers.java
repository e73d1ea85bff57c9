package dev.runbook.app.web.page;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;

/// Tells what pages may offer whom, from the one table that decides. Safe for use by many threads.
public final class Viewers {

    private final AccessTable access;

    public Viewers(AccessTable access) {
        this.access = access;
    }

    /// Nobody is offered nothing.
    Viewer viewer(@Nullable Authentication who) {
        if (who == null) return Viewer.NOBODY;
        return new Viewer(
                who.getName(),
                Role.highest(who.getAuthorities()).key(),
                access.lets(who, HttpMethod.POST, "/incidents"),
                access.lets(who, HttpMethod.POST, "/incidents/{id}/approvals/{request}"),
                access.lets(who, HttpMethod.GET, "/settings/log"),
                access.lets(who, HttpMethod.POST, "/settings/people"));
    }

    /// What one incident offers.
    Viewer viewer(@Nullable Authentication who, String incident) {
        var viewer = viewer(who);
        return who == null || access.reaches(who, incident) ? viewer : viewer.looking();
    }
}
