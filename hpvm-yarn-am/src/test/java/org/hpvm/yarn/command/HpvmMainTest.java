package org.hpvm.yarn.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HpvmMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int hpvm(String... words) {
        return HpvmMain.run(
                List.of(words),
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Every path of words that names a command or a group. */
    static Stream<String> everyPath() {
        List<String> paths = new ArrayList<>(List.of(""));
        collect("", HpvmMain.ALL, paths);
        return paths.stream();
    }

    private static void collect(String path, Group group, List<String> paths) {
        for (Word word : group.words()) {
            String longer = (path + ' ' + word.name()).strip();
            paths.add(longer);
            if (word instanceof Group inner) {
                collect(longer, inner, paths);
            }
        }
    }

    @ParameterizedTest(name = "hpvm {0} --help")
    @MethodSource("everyPath")
    void helpAtEveryLevelShowsAnExample(String path) {
        List<String> words = new ArrayList<>(path.isEmpty() ? List.of() : List.of(path.split(" ", -1)));
        words.add("--help");

        assertThat(hpvm(words.toArray(String[]::new))).isZero();

        assertThat(out()).startsWith("hpvm " + path).containsPattern("Example: hpvm [a-z]+");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpOfTheWholeProgramListsTheExitStatuses() {
        hpvm("--help");

        for (ExitStatus status : ExitStatus.values()) {
            assertThat(out()).contains(status.number() + "  ").contains(status.meaning());
        }
    }

    @Test
    void noWordAtAllIsAFaultAndPrintsTheHelpToStandardError() {
        assertThat(hpvm()).isEqualTo(2);

        assertThat(out()).isEmpty();
        assertThat(err()).contains("run").contains("Example: ");
    }

    @ParameterizedTest(name = "hpvm {0}")
    @CsvSource({
        "rum, did you mean run?",
        "verson, did you mean version?",
        "cluster stat, did you mean cluster start?",
        "run --sumary ./sqrt, did you mean --summary?",
        "version --outpt json, did you mean --output?",
        "version --output jso, did you mean json?",
        "version --output, --output needs a value",
        "version now, unexpected word \"now\"",
        "--hepl, did you mean --help?",
        "run, which program?",
        "run -D hpvm.queue ./sqrt, key=value is wanted",
        "submit --memory 1g -D work ./sqrt, key=value is wanted",
        "run nosuchprogram, ./nosuchprogram",
        "run /no/such, there is no such program",
        "run /tmp, it is a directory",
        "run /etc/passwd, it is not executable",
        "run --local ./sqrt, set HADOOP_CONF_DIR",
        "cluster start, scripts/hpvm",
    })
    void aWrongLineIsOneSentenceWithAHint(String line, String hint) {
        assertThat(hpvm(line.split(" ", -1))).isEqualTo(2);

        assertThat(err().lines()).hasSize(1);
        assertThat(err()).startsWith("hpvm: ").contains(hint);
        assertThat(out()).isEmpty();
    }

    @Test
    void theVersionsArePrintedAsJsonForScripts() {
        assertThat(hpvm("version", "--output", "json")).isZero();

        assertThat(out()).containsPattern("\"program\" : \"hpvm\",\\s+\"version\" : \"\\d+\\.\\d+\\.\\d+\"");
    }
}
