package org.hpvm.yarn.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.proto.client.PrintedLine;
import org.hpvm.yarn.gateway.SpawnProgress;
import org.hpvm.yarn.settings.ProgressMode;
import org.junit.jupiter.api.Test;

class TalkTest {
    private static final Optional<Terminal> TERMINAL = Optional.of(new Terminal(40));
    private static final String CLEAN = "\r\033[K";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void onATerminalOneLineIsWrittenAnewAndGoesAway() {
        Talk talk = talk(TERMINAL, false, ProgressMode.AUTO);
        play(talk, 1, 2, 3);
        talk.over();

        assertThat(seen())
                .isEqualTo(CLEAN + "hpvm: 2 of 10 tasks (20%), 1.0/s, 8 s …" + CLEAN
                        + "hpvm: 3 of 10 tasks (30%), 1.0/s, 7 s …" + CLEAN);
    }

    @Test
    void whatTasksPrintStandsAboveThatLine() {
        Talk talk = talk(TERMINAL, false, ProgressMode.AUTO);
        play(talk, 2);
        talk.printed(List.of(PrintedLine.newBuilder()
                .setMachine("bigboy")
                .setTask(7)
                .setText("hello")
                .build()));
        talk.notice("laptop is slow");

        String line = "hpvm: 2 of 10 tasks (20%), 1.0/s, 8 s …";
        assertThat(seen())
                .isEqualTo(
                        CLEAN + line + CLEAN + "bigboy 7 | hello\n" + line + CLEAN + "hpvm: laptop is slow\n" + line);
    }

    @Test
    void withoutATerminalThereIsALineEveryFiveSeconds() {
        Talk talk = talk(Optional.empty(), false, ProgressMode.AUTO);
        play(talk, 1, 2, 3, 4, 5, 6, 7, 8);
        talk.over();

        assertThat(seen())
                .isEqualTo("hpvm: 2 of 10 tasks (20%), 1.0/s, 8 s left\nhpvm: 7 of 10 tasks (70%), 1.0/s, 3 s left\n");
    }

    @Test
    void aShortSpawnIsNotWorthALine() {
        Talk talk = talk(Optional.empty(), false, ProgressMode.AUTO);
        play(talk, 1);
        talk.over();
        play(talk, 1);
        talk.over();

        assertThat(seen()).isEmpty();
    }

    @Test
    void alwaysMeansAlsoThen() {
        Talk talk = talk(Optional.empty(), false, ProgressMode.ALWAYS);
        play(talk, 1);
        talk.over();

        assertThat(seen().lines()).hasSize(2).allMatch(line -> line.startsWith("hpvm: 1 of 10 tasks (10%)"));
    }

    @Test
    void whoWantsItQuietOrNeverSeesNone() {
        Talk quiet = talk(TERMINAL, true, ProgressMode.ALWAYS);
        play(quiet, 2, 3);
        quiet.over();
        Talk never = talk(Optional.empty(), false, ProgressMode.NEVER);
        play(never, 2, 3);
        never.over();

        assertThat(seen()).isEmpty();
        assertThat(quiet.wantsOutput()).isFalse();
        assertThat(never.wantsOutput()).isTrue();
    }

    @Test
    void theWidthOfATerminalIsTheSecondNumberOfStty() {
        assertThat(Terminal.columns("24 132")).isEqualTo(132);
        assertThat(Terminal.columns("0 0")).isEqualTo(80);
        assertThat(Terminal.columns("null")).isEqualTo(80);
    }

    private Talk talk(Optional<Terminal> terminal, boolean isQuiet, ProgressMode mode) {
        return new Talk(
                new PrintStream(err, false, StandardCharsets.UTF_8), terminal, new Talk.Wishes(isQuiet, false, mode));
    }

    /** A task a second. */
    private static void play(Talk talk, int... seconds) {
        for (int second : seconds) {
            talk.progress(new SpawnProgress(second, 10, Duration.ofSeconds(second), Map.of()));
        }
    }

    private String seen() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
