package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts say when they cannot do what is asked. */
@Timeout(60)
class ScriptsTest {
    private static final List<String> NEEDED = List.of("java", "mvn", "cc", "make");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"java", "mvn", "cc", "make"})
    void quickstartNamesTheToolThatIsMissing(String missing) throws IOException, InterruptedException {
        Files.createSymbolicLink(directory.resolve("dirname"), Path.of("/usr/bin/dirname"));
        for (String tool : NEEDED) {
            if (!tool.equals(missing)) {
                Files.createSymbolicLink(directory.resolve(tool), Path.of("/bin/true"));
            }
        }

        String said = refused(directory.toString(), Path.of("../scripts/quickstart"), "--no-install");

        assertThat(said).startsWith("quickstart: look for " + missing + ": it is not installed; JDK 17, Maven ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "verify", "bench", "install-tools"})
    void aWordThatAScriptDoesNotKnowIsTold(String script) throws IOException, InterruptedException {
        assertThat(refused("/usr/bin:/bin", Path.of("../scripts", script), "--nonsense"))
                .startsWith(script + ": ")
                .contains("--nonsense");
    }

    @Test
    void hpvmSaysThatItIsNotBuilt() throws IOException, InterruptedException {
        Path scripts = Files.createDirectories(directory.resolve("home/scripts"));
        Files.copy(Path.of("../scripts/hpvm"), scripts.resolve("hpvm"));
        for (String tool : List.of("dirname", "find", "head", "id")) {
            Files.createSymbolicLink(directory.resolve(tool), Path.of("/usr/bin", tool));
        }

        assertThat(refused(directory.toString(), scripts.resolve("hpvm"), "run", "./sqrt"))
                .startsWith("hpvm: run it: HPVM is not built; mvn package builds it");
    }

    /** The one line that a script says which finds its programs in that path. */
    private static String refused(String path, Path script, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "CC"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(2);
        assertThat(said).hasLineCount(1);
        return said;
    }
}
