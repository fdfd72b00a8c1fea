package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user gets wrong: one clear sentence, status 2, and nothing left behind. */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class BadInputIT {
    private static final int INVALID = -1;
    private static final int EXISTS = -2;
    private static final int NOSHARE = -3;
    private static final int NOMEMORY = -5;
    private static final int TREE = -6;
    private static final int TASK = -10;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    /** What parents are written in. */
    private enum Language {
        C,
        JAVA;

        /** The same program in either, and its arguments. */
        List<String> program(String c, Class<?> java, Object... arguments) throws IOException, InterruptedException {
            List<String> words =
                    new ArrayList<>(this == C ? List.of(CPrograms.parent(c)) : HpvmCommandLine.parent(java));
            Stream.of(arguments).map(Object::toString).forEach(words::add);
            return words;
        }
    }

    private ParentLines run(List<String> program) throws IOException, InterruptedException {
        Ended ended = hpvm.run(program);

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        return new ParentLines(ended.out());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCallOfAParentThatCannotWorkSaysWhy(Language language) throws IOException, InterruptedException {
        ParentLines lines = run(language.program("bad_calls", BadCalls.class, CPrograms.tree("segv_once")));

        lines.said("size 0", INVALID, "share memory as a: a size of 0 bytes; 1 is the least");
        lines.said("larger than memory", NOMEMORY, "map share a of 8.0 PiB: ");
        lines.said("first", 0, "");
        lines.said("twice", EXISTS, "share memory as output: that name is shared already; unshare it first");
        lines.said("slash", INVALID, "digits, '.', '_' or '-': found \"a/b\"");
        lines.said("dots", INVALID, "found \"..\"");
        lines.said("control", INVALID, "found \"a\\u000ab\"");
        lines.said("empty", INVALID, "found an empty name");
        lines.said("long", INVALID, "xxx…\", 10000 characters");
        lines.said("UTF-8", INVALID, "found \"größe\"");
        lines.said("unknown", NOSHARE, "find share \"nowhere\": this program shares output");
        lines.said("0 tasks", INVALID, "spawn 0 tasks: 1 is the least");
        lines.said("-1 tasks", INVALID, "spawn -1 tasks: 1 is the least");
        lines.said("scheme", TREE, "read kernel tree nosuch://host/tree: No FileSystem for scheme \"nosuch\"");
        lines.said("options", INVALID, "atempts: there is no such option; did you mean attempts?");
        lines.said("options", INVALID, "time: ");
        lines.said("good", 0, "");
        switch (language) {
            case C -> {
                lines.said("size -1", INVALID, "share memory as a: a size of -1 bytes; 1 is the least");
                lines.said("type and size", INVALID, "share memory as a: 7 bytes are no whole number of elements");
                lines.said("no UTF-8", INVALID, "share a?: the name is no UTF-8");
                lines.said("NULL with a size", INVALID, "the callback gave NULL and a size of 16 bytes for task 2");
            }
            case JAVA -> {
                lines.said("NUL", TREE, "find kernel tree \"tr?ee\": it is no path");
                lines.said("0 elements", INVALID, "allocate share a of 0 elements: 1 is the least");
                lines.said("-1 elements", INVALID, "allocate share a of -1 elements: 1 is the least");
                lines.said("type and size", INVALID, "share a: 7 bytes are not elements of 4 bytes");
                lines.said("read-only", INVALID, "share a: the buffer is read-only");
                lines.said("byte order", INVALID, "call order(ByteOrder.nativeOrder()) before filling it");
                lines.said("arguments", INVALID, "take the arguments of task 2: the buffer is ");
                lines.said("no arguments", INVALID, "make the arguments of task 0: ");
            }
        }
        lines.assertAll();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyTreeThatCannotBeUsedSaysWhy(Language language) throws IOException, InterruptedException {
        byte[] kernel = Files.readAllBytes(CPrograms.tree("return_7").resolve("x86_64/linux/generic/kernel"));
        Path empty = Files.createDirectories(directory.resolve("empty"));
        Path bare = tree("bare", "x86_64/linux/v3", kernel);
        Path script = tree("script", "x86_64/linux/generic", "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII));
        Path cut = tree("cut", "x86_64/linux/generic", Arrays.copyOf(kernel, kernel.length / 2));
        Path foreign = tree("foreign", "aarch64/linux/generic", kernel);
        Path file = Files.writeString(directory.resolve("file"), "");

        ParentLines lines = run(language.program(
                "spawn_trees", SpawnTrees.class, directory + "/missing", empty, bare, script, cut, foreign, file));

        lines.failed("missing", TREE, directory + "/missing: there is no such directory; build one with ");
        lines.failed("empty", TREE, "has no leaf");
        lines.failed("bare", TREE, "has no leaf \"generic\"");
        lines.failed("script", TREE, "x86_64/linux/generic/kernel: it is a script; a kernel is a compiled program");
        lines.failed("cut", TREE, "it is an ELF file that ends too early");
        lines.failed("foreign", TREE, "aarch64/linux/generic/kernel: it is made for x86_64/linux");
        lines.failed("file", TREE, "it is a file, not a directory");
        lines.assertAll();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyKernelThatFailsSaysWhichTaskWhereAndHow(Language language) throws IOException, InterruptedException {
        String wrongly = CPrograms.tree("merge_wrongly") + ",attempts=1:";

        ParentLines lines = run(language.program(
                "spawn_trees",
                SpawnTrees.class,
                CPrograms.tree("return_7") + ",attempts=1",
                CPrograms.tree("exit_3") + ",attempts=2",
                CPrograms.tree("segv") + ",attempts=1",
                CPrograms.tree("get_nothing") + ",attempts=1",
                wrongly + "beyond",
                wrongly + "end first",
                wrongly + "negative",
                wrongly + "unknown",
                CPrograms.tree("print_megabyte")));

        lines.failed("return_7", TASK, "(x86_64/linux/generic): kernel_main returned 7");
        lines.failed("exit_3", TASK, "the kernel called exit(3) (and once more)");
        lines.failed("segv", TASK, "the kernel was ended by SIGSEGV");
        lines.failed("get_nothing", TASK, "get share \"nowhere\": the parent shares output");
        lines.failed("merge_wrongly", TASK, "merge elements 0 to 1000000 of share output: it has 8");
        lines.failed("merge_wrongly", TASK, "merge elements 3 to 2 of share output: the end is before the start");
        lines.failed("merge_wrongly", TASK, "merge elements -1 to 2 of share output: it has 8");
        lines.failed("merge_wrongly", TASK, "get share \"nowhere\"");
        lines.ran("print_megabyte", "0 0 0 0 0 0 0 0");
        lines.assertAll();
    }

    @Test
    void everyKernelInJavaThatFailsSaysTheSame() throws IOException, InterruptedException {
        Path tree = directory.resolve("java");
        KernelJar.make(tree, BadKernel.class);
        String badly = tree + ",attempts=1:";

        ParentLines lines = run(Language.JAVA.program(
                "spawn_trees",
                SpawnTrees.class,
                badly + "throw",
                badly + "exit",
                badly + "halt",
                badly + "beyond",
                badly + "end first",
                badly + "negative",
                badly + "unknown",
                badly + "wrong type",
                badly + "print"));

        lines.failed("java", TASK, "(any/jvm/generic): java.lang.IllegalStateException: no more of this");
        lines.failed("java", TASK, "the kernel called exit(3)");
        lines.failed("java", TASK, "the kernel called exit(4)");
        lines.failed("java", TASK, "merge elements 0 to 1000000 of share output: it has 8");
        lines.failed("java", TASK, "merge elements 3 to 2 of share output: the end is before the start");
        lines.failed("java", TASK, "merge elements -1 to 2 of share output: it has 8");
        lines.failed("java", TASK, "share \"nowhere\"");
        lines.failed("java", TASK, "merge FLOAT64 into share output: its elements are INT32");
        lines.ran("java", "0 0 0 0 0 0 0 0");
        lines.assertAll();
    }

    @Test
    void aProgramThatLooksAwayEndsWithStatus2() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", CPrograms.parent("looks_away"));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("hpvm: spawn 0 tasks: 1 is the least\n");
    }

    private Path tree(String name, String leaf, byte[] content) throws IOException {
        Path path =
                Files.createDirectories(directory.resolve(name).resolve(leaf)).resolve("kernel");
        Files.write(path, content);
        path.toFile().setExecutable(true);
        return directory.resolve(name);
    }
}
