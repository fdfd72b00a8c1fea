package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void everyCallOfAParentThatCannotWorkSaysWhy() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("bad_calls"),
                CPrograms.tree("segv_once").toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.said("size 0", INVALID, "share memory as a: a size of 0 bytes; 1 is the least");
        lines.said("size -1", INVALID, "share memory as a: a size of -1 bytes; 1 is the least");
        lines.said("larger than memory", NOMEMORY, "map share a of 8.0 PiB: ");
        lines.said("first", 0, "");
        lines.said("twice", EXISTS, "share memory as output: that name is shared already; unshare it first");
        lines.said("type and size", INVALID, "share memory as a: 7 bytes are no whole number of elements");
        lines.said("slash", INVALID, "digits, '.', '_' or '-': found \"a/b\"");
        lines.said("dots", INVALID, "found \"..\"");
        lines.said("control", INVALID, "found \"a\\u000ab\"");
        lines.said("empty", INVALID, "found an empty name");
        lines.said("long", INVALID, "xxx…\", 10000 characters");
        lines.said("no UTF-8", INVALID, "share a?: the name is no UTF-8");
        lines.said("UTF-8", INVALID, "found \"größe\"");
        lines.said("unknown", NOSHARE, "find share \"nowhere\": this program shares output");
        lines.said("0 tasks", INVALID, "spawn 0 tasks: 1 is the least");
        lines.said("-1 tasks", INVALID, "spawn -1 tasks: 1 is the least");
        lines.said("NULL with a size", INVALID, "the callback gave NULL and a size of 16 bytes for task 2");
        lines.said("options", INVALID, "atempts: there is no such option; did you mean attempts?");
        lines.said("options", INVALID, "time: ");
        lines.said("good", 0, "");
        lines.assertAll();
    }

    @Test
    void everyTreeThatCannotBeUsedSaysWhy() throws IOException, InterruptedException {
        byte[] kernel = Files.readAllBytes(CPrograms.tree("return_7").resolve("x86_64/linux/generic/kernel"));
        Path empty = Files.createDirectories(directory.resolve("empty"));
        Path bare = tree("bare", "x86_64/linux/v3", kernel);
        Path script = tree("script", "x86_64/linux/generic", "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII));
        Path cut = tree("cut", "x86_64/linux/generic", Arrays.copyOf(kernel, kernel.length / 2));
        Path foreign = tree("foreign", "aarch64/linux/generic", kernel);
        Path file = Files.writeString(directory.resolve("file"), "");

        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                directory + "/missing",
                empty.toString(),
                bare.toString(),
                script.toString(),
                cut.toString(),
                foreign.toString(),
                file.toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.failed("missing", TREE, directory + "/missing: there is no such directory");
        lines.failed("empty", TREE, "has no leaf");
        lines.failed("bare", TREE, "has no leaf \"generic\"");
        lines.failed("script", TREE, "x86_64/linux/generic/kernel: it is a script");
        lines.failed("cut", TREE, "it is an ELF file that ends too early");
        lines.failed("foreign", TREE, "aarch64/linux/generic/kernel: ");
        lines.failed("file", TREE, "file");
        lines.assertAll();
    }

    @Test
    void everyKernelThatFailsSaysWhichTaskWhereAndHow() throws IOException, InterruptedException {
        String wrongly = CPrograms.tree("merge_wrongly") + ",attempts=1:";

        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("return_7") + ",attempts=1",
                CPrograms.tree("exit_3") + ",attempts=2",
                CPrograms.tree("get_nothing") + ",attempts=1",
                wrongly + "beyond",
                wrongly + "end first",
                wrongly + "negative",
                wrongly + "unknown",
                CPrograms.tree("print_megabyte").toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.failed("return_7", TASK, "(x86_64/linux/generic): kernel_main returned 7");
        lines.failed("exit_3", TASK, "the kernel called exit(3) (and once more)");
        lines.failed("get_nothing", TASK, "get share \"nowhere\": the parent shares output");
        lines.failed("merge_wrongly", TASK, "merge elements 0 to 1000000 of share output: it has 8");
        lines.failed("merge_wrongly", TASK, "merge elements 3 to 2 of share output: the end is before the start");
        lines.failed("merge_wrongly", TASK, "merge elements -1 to 2 of share output: it has 8");
        lines.failed("merge_wrongly", TASK, "get share \"nowhere\"");
        lines.ran("print_megabyte", "0 0 0 0 0 0 0 0");
        lines.assertAll();
    }

    @Test
    void aProgramThatLooksAwayEndsWithStatus2() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", CPrograms.parent("looks_away"));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("hpvm: spawn 0 tasks: 1 is the least\n");
    }

    @Test
    void aClusterThatCannotBeReachedIsOneSentence() throws IOException, InterruptedException {
        Path nowhere = Files.createDirectories(directory.resolve("conf"));
        setting(nowhere, "core-site.xml", "fs.defaultFS", "hdfs://127.0.0.1:9");
        setting(nowhere, "yarn-site.xml", "yarn.resourcemanager.address", "127.0.0.1:9");

        Ended ended = CommandRunner.on(nowhere, directory).hpvm("run", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .contains("hpvm: reach the cluster: ")
                .contains("Connection refused")
                .doesNotContain("\tat ");
    }

    private static void setting(Path conf, String file, String key, String value) throws IOException {
        Files.writeString(
                conf.resolve(file),
                "<configuration><property><name>" + key + "</name><value>" + value
                        + "</value></property></configuration>");
    }

    private Path tree(String name, String leaf, byte[] content) throws IOException {
        Path path =
                Files.createDirectories(directory.resolve(name).resolve(leaf)).resolve("kernel");
        Files.write(path, content);
        path.toFile().setExecutable(true);
        return directory.resolve(name);
    }
}
