package dev.runbook.ml.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void valuesShowByTheirForm() {
        assertThat(words("copied /var/lib/data.db to 10.0.0.7:8020 as 0x7ffe at 2024-05-01T10:02:03.123Z"))
                .containsExactly("copied", "<*>", "to", "<*>", "as", "<*>", "at", "<*>");
        assertThat(words("pod shop-7d9f8-x2x1 on node deadbeef of db.example.com by ann@example.com"))
                .containsExactly("pod", "<*>", "on", "node", "<*>", "of", "<*>", "by", "<*>");
        assertThat(words("link FF:F2:9F:AA:E2:23 reaches fe80::1c2d:ab"))
                .containsExactly("link", "<*>", "reaches", "<*>");
    }

    @Test
    void namesOfMethodsAndExceptionsStay() {
        assertThat(words("Cache.flush threw java.io.EOFException"))
                .containsExactly("Cache.flush", "threw", "java.io.EOFException");
        assertThat(words("Input/output error")).containsExactly("Input/output", "error");
    }

    @Test
    void aListIsOneHoleWhateverItsLength() {
        assertThat(words("replicate blk_1 to 10.0.0.1:50010 10.0.0.2:50010"))
                .isEqualTo(words("replicate blk_-7 to 10.0.0.1:50010, 10.0.0.2:50010, 10.0.0.3:50010"));
    }

    @Test
    void aNumberTakesItsUnitAndWhatItAmountsTo() {
        assertThat(words("1190 bytes (1.16 KB) sent, lifetime <1 sec"))
                .isEqualTo(words("64 bytes sent, lifetime 00:02"));
        assertThat(words("retry in 5 seconds")).isEqualTo(words("retry in 250ms"));
    }

    @Test
    void theValueOfANameIsLeftOutEvenWhenItIsEmpty() {
        assertThat(words("login uid=0 tty= rhost=10.1.1.1  user=root"))
                .containsExactly("login", "uid=", "tty=", "rhost=", "user=");
        assertThat(words("lock=5, tag = \"View Lock\", ws=Source{77}, r24=1"))
                .containsExactly("lock=", "tag=", "ws=", "r#=");
    }

    @Test
    void whetherSomethingIsSoStays() {
        assertThat(words("done success=false")).containsExactly("done", "success=", "false");
    }

    @Test
    void textInLogfmtIsReadAsText() {
        assertThat(words("level=warn msg=\"disk almost full\" used=\"93 percent\""))
                .containsExactly("level=", "msg=", "disk", "almost", "full", "used=");
    }

    @Test
    void quotedTextIsAValueButARequestKeepsItsMethod() {
        assertThat(words("relation \"users\" does not exist"))
                .isEqualTo(words("relation \"big orders\" does not exist"));
        assertThat(words("10.0.0.1 - - \"GET /v2/users HTTP/1.1\" 200")).containsExactly("<*>", "GET", "<*>");
        assertThat(words("filter 'safety' can't start")).containsExactly("filter", "<*>", "can", "t", "start");
    }

    @Test
    void datesAreValuesWithTheirWords() {
        assertThat(words("status changed Fri Jul 01 08:16:53 PDT 2005")).containsExactly("status", "changed", "<*>");
        assertThat(words("he may Sat")).containsExactly("he", "may", "Sat");
    }

    @Test
    void aNameFollowsAUserAndMayBeMissing() {
        assertThat(words("session opened for user alice by root"))
                .isEqualTo(words("session opened for user bob by root"));
        assertThat(words("Invalid user  from 10.0.0.1")).isEqualTo(words("Invalid user eve from 10.0.0.1"));
    }

    @Test
    void theTemplateReadsLikeTheMessage() {
        assertThat(Tokenizer.shape("Took 5 ms of 10 ms: uid=0, [preauth]").template())
                .isEqualTo("Took <*> of <*>: uid=<*>, [preauth]");
    }

    @Test
    void anyTextHasAShapeWhoseSpansAreInOrder() {
        for (int seed = 0; seed < 2_000; seed++) {
            var message = noise(new Random(seed));
            var shape = Tokenizer.shape(message);
            int at = 0;
            for (var span : shape.spans()) {
                assertThat(span.from()).as("seed %d: %s", seed, message).isBetween(0, span.to());
                assertThat(span.to()).as("seed %d: %s", seed, message).isBetween(at, message.length());
                at = span.to();
            }
            assertThat(shape.template()).as("seed %d", seed).isNotNull();
        }
    }

    private static String noise(Random random) {
        var alphabet = "ab Fz09 .:=='\"[](){}<>|,;/\\@-_\t user=true GET ";
        var text = new StringBuilder();
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    private static List<String> words(String message) {
        return Tokenizer.shape(message).words();
    }
}
