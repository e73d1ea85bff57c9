package dev.runbook.ml.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplateMinerTest {

    private final TemplateMiner miner = new TemplateMiner();

    @Test
    void messagesThatDifferInValuesShareATemplate() {
        int first = miner.add("Received block blk_-160 of size 9117 from /10.250.19.102");
        int second = miner.add("Received block blk_77 of size 5 from /10.250.1.1");

        assertThat(second).isEqualTo(first);
        assertThat(miner.template(first).text()).isEqualTo("Received block <*> of size <*> from <*>");
        assertThat(miner.template(first).count()).isEqualTo(2);
    }

    @Test
    void aWordWithManyValuesAtOnePlaceBecomesAHole() {
        var ids = Stream.of("root", "ann", "bob", "eve", "git", "ftp", "www")
                .map(name -> miner.add("Failed password for " + name + " from 10.0.0.1 port 22"))
                .toList();

        assertThat(ids.stream().map(miner::template).distinct()).hasSize(1);
        assertThat(miner.template(ids.getFirst()).text()).isEqualTo("Failed password for <*> from <*> port <*>");
        assertThat(miner.template(ids.getFirst()).count()).isEqualTo(7);
        assertThat(miner.templates()).hasSize(1);
    }

    @Test
    void aWordWithFewValuesKeepsThemApart() {
        int opened = miner.add("connection to the broker was opened");
        int closed = miner.add("connection to the broker was closed");

        assertThat(miner.template(opened)).isNotEqualTo(miner.template(closed));
    }

    @Test
    void statesInCapitalsStayApart() {
        for (var state : List.of("NEW", "READY", "RUNNING", "PAUSED", "FAILED", "KILLED", "DONE"))
            miner.add("task went over to " + state + " at last");

        assertThat(miner.templates()).hasSize(7);
    }

    @Test
    void aRareWordAmongValuesIsAValueOnceAllIsSeen() {
        int word = miner.add("LOGIN chdir(pwd) failed: No such file");
        IntStream.range(0, 20).forEach(i -> miner.add("LOGIN chdir(/home/u" + i + ") failed: No such file"));

        miner.settle();

        assertThat(miner.templates()).hasSize(1);
        assertThat(miner.template(word).count()).isEqualTo(21);
    }

    @Test
    void theSameMessagesGiveTheSameTemplates() {
        var other = new TemplateMiner();
        for (int i = 0; i < 500; i++) {
            var message = "step " + (char) ('a' + i % 26) + " of " + (char) ('a' + i % 7) + " took " + i + " ms";
            assertThat(miner.add(message)).isEqualTo(other.add(message));
        }

        assertThat(miner.templates()).isEqualTo(other.templates());
    }

    @Test
    void countsAddUpWhateverMerges() {
        for (int i = 0; i < 5_000; i++)
            miner.add(
                    "job " + (char) ('a' + i % 13) + (char) ('a' + i % 7) + " ran " + (char) ('a' + i % 11) + " there");

        assertThat(miner.templates().stream().mapToLong(LogTemplate::count).sum())
                .isEqualTo(5_000);
    }

    @Test
    void memoryIsBoundedWhateverComes() {
        for (int i = 0; i < 60_000; i++) miner.add(letters(i) + " " + letters(i * 7919) + " " + letters(i * 104_729));

        assertThat(miner.templates()).hasSizeLessThan(23_000);
        assertThat(miner.templates().stream().mapToLong(LogTemplate::count).sum())
                .isEqualTo(60_000);
    }

    @Test
    void anEmptyMessageHasATemplateToo() {
        assertThat(miner.template(miner.add("")).text()).isEmpty();
        assertThat(miner.template(miner.add("---")).id())
                .isEqualTo(miner.template(miner.add("")).id());
    }

    private static String letters(int number) {
        var text = new StringBuilder("x");
        for (int n = number & 0xffffff; n > 0; n /= 20) text.append((char) ('g' + n % 20));
        return text.toString();
    }
}
