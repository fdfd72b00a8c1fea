package org.hpvm.yarn.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hpvm kernels} as users call it, a process of its own, with this machine's gcc. */
@Timeout(200)
class KernelsCommandTest {
    private static final String KERNEL = """
            #include "hpvm.h"
            int kernel_main(long id, long size, void *args) { return HPVM_OK; }
            """;

    @TempDir
    private static Path cache;

    @TempDir
    private Path directory;

    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void writeAKernel() throws IOException {
        Files.writeString(directory.resolve("kernel.c"), KERNEL);
        Files.writeString(directory.resolve("mine.properties"), """
                x86_64/linux/generic = gcc
                x86_64/linux/x86-64-v2 = gcc -march=x86-64-v2
                x86_64/linux/tuned = gcc -mtune=native
                s390x/linux/generic = no-such-gcc
                packages/no-such-gcc = gcc-of-nowhere
                """);
    }

    @Test
    void buildsListsChecksAndExplainsATree() throws Exception {
        Ended built = build("--leaves", "x86_64/linux/generic,*/*/x86-64-v2");
        assertThat(built.status()).as(built.err()).isZero();
        assertThat(built.err())
                .contains("[ 1/2] x86_64/linux/", "[ 2/2] x86_64/linux/")
                .contains("k.kernels: 2 built, 0 up to date, 0 failed");
        assertThat(build("--leaves", "x86_64/linux/generic,*/*/x86-64-v2").err())
                .contains("0 built, 2 up to date");

        Ended listed = hpvm("kernels", "ls", "k.kernels");
        assertThat(listed.out())
                .containsPattern("x86_64/linux/x86-64-v2 +[0-9]+ +[0-9a-f]{12} +64-bit little-endian, stands alone")
                .contains("gcc -march=x86-64-v2 -O2 -ffp-contract=off");

        assertThat(hpvm("kernels", "check", "k.kernels").err()).contains("k.kernels: 2 leaves, nothing wrong");

        Ended explained = hpvm("kernels", "explain", "k.kernels", "--machine", "x86_64/linux/x86-64-v3");
        assertThat(explained.out())
                .containsPattern("1 +x86_64/linux/x86-64-v2 +the best level")
                .containsPattern("2 +x86_64/linux/generic +would run");

        Ended refused = hpvm("kernels", "explain", "k.kernels", "--machine", "s390x/linux");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("no leaf fits; build s390x/linux/generic");
    }

    @Test
    void theGuidesCommandsDoWhatItSays() throws Exception {
        List<String> commands = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/guide/kernels.md")))
                .results()
                .flatMap(fence -> fence.group(1).lines())
                .toList();

        assertThat(commands).hasSize(4);
        for (String command : commands) {
            String[] words = command.split(" ", -1);
            assertThat(words[0]).isEqualTo("hpvm");
            Ended ended = hpvm(Arrays.copyOfRange(words, 1, words.length));
            assertThat(ended.status()).as("%s: %s", command, ended.err()).isZero();
        }
    }

    @Test
    void whatIsMissingIsToldAndTheRestIsBuilt() throws Exception {
        Ended built = build();

        assertThat(built.status()).as(built.err()).isZero();
        assertThat(built.err())
                .contains("s390x/linux/generic: no-such-gcc is not installed")
                .contains("apt-get install -y --no-install-recommends gcc-of-nowhere")
                .contains("3 built, 0 up to date, 0 failed, 1 without a compiler");
    }

    @Test
    void aLeafThatWasAskedForByNameAndCannotBeBuiltIsAFailure() throws Exception {
        Ended built = build("--leaves", "x86_64,s390x/linux/generic");

        assertThat(built.status()).isEqualTo(2);
        assertThat(built.err()).contains("asked for, but without a compiler: s390x/linux/generic");
        assertThat(directory.resolve("k.kernels/x86_64/linux/generic/kernel")).exists();
    }

    @Test
    void aTreeWithoutAGenericLeafIsAFailure() throws Exception {
        Ended built = build("--leaves", "x86_64/linux/x86-64-v2");

        assertThat(built.status()).isEqualTo(2);
        assertThat(built.err()).contains("x86_64/linux has no leaf \"generic\"");
    }

    @Test
    void everyFaultOfATreeIsToldAtOnce() throws Exception {
        build("--leaves", "x86_64/linux/generic");
        Files.writeString(directory.resolve("kernel.c"), KERNEL + "/* changed */\n");
        Ended other = build("--leaves", "x86_64/linux/tuned");
        Path wrong = Files.createDirectories(directory.resolve("k.kernels/s390x/linux/generic"));
        Files.copy(directory.resolve("k.kernels/x86_64/linux/generic/kernel"), wrong.resolve("kernel"));
        Path script = Files.createDirectories(directory.resolve("k.kernels/any/jvm/generic"));
        Files.writeString(script.resolve("kernel.jar"), "#!/bin/sh\n");

        Ended checked = hpvm("kernels", "check", "k.kernels");

        assertThat(other.err()).contains("still in the tree, and made from other sources: x86_64/linux/generic");
        assertThat(checked.status()).isEqualTo(2);
        assertThat(checked.err())
                .contains("4 faults")
                .contains("s390x/linux/generic/kernel: it is made for x86_64/linux, not for s390x/linux")
                .contains("any/jvm/generic/kernel.jar: it is a script")
                .contains("x86_64/linux/tuned will never run: no machine has a level \"tuned\"")
                .contains("built from different sources");
    }

    @Test
    void fastSaysWhatItGivesUpAndFlagsReachTheCompiler() throws Exception {
        Ended built = build("--leaves", "x86_64/linux/generic", "--fast", "--", "-DNOTHING=1");

        assertThat(built.err()).contains("floats may differ in the last place");
        assertThat(hpvm("kernels", "ls", "k.kernels").out()).contains("-O3 -ffp-contract=fast -DNOTHING=1");
    }

    @Test
    void aSourceThatDoesNotCompileShowsWhatTheCompilerSaidOnce() throws Exception {
        Files.writeString(directory.resolve("kernel.c"), "int kernel_main(void) { return nothing; }\n");

        Ended built = build("--leaves", "x86_64");

        assertThat(built.status()).isEqualTo(2);
        assertThat(built.err())
                .containsOnlyOnce(
                        "\u2018nothing\u2019 undeclared".replace('\u2018', '\'').replace('\u2019', '\''))
                .contains("failed: x86_64/linux/generic, x86_64/linux/tuned, x86_64/linux/x86-64-v2");
    }

    @Test
    void aWrongLineIsOneSentence() throws Exception {
        assertThat(hpvm("kernels", "build", "kernel.c").err()).contains("which tree?");
        assertThat(hpvm("kernels", "build", "gone.c", "-o", "k").err()).contains("there is no file");
        assertThat(build("--jobs", "none").err()).contains("--jobs none: a number from 1 up was expected");
        assertThat(build("--leaves", "x68_64").err()).contains("did you mean x86_64?");
        assertThat(build("--cc", "icc").err()).contains("find the toolchains of \"icc\"");
        assertThat(hpvm("kernels", "ls", "gone").err()).contains("there is no such directory");
        assertThat(hpvm("kernels", "explain", "k", "--machine", "x86_64").status())
                .isEqualTo(2);
    }

    private Ended build(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of("kernels", "build", "--toolchains", "mine.properties", "-o", "k.kernels", "kernel.c"));
        words.addAll(List.of(more));
        return hpvm(words.toArray(String[]::new));
    }

    private Ended hpvm(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HpvmMain.class.getName()));
        command.addAll(List.of(words));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
