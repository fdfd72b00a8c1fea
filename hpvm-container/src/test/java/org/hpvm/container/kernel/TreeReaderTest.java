package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TreeReaderTest {
    @TempDir
    private Path tree;

    private final FileSystem files = new RawLocalFileSystem();

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @Test
    void readsEveryLeafWithItsDigestAndSize() throws Exception {
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/generic");
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/x86-64-v3");
        ElfFile.S390X.writeLeaf(tree, "s390x/linux/generic");
        writeJar("any/jvm/generic");

        KernelTree read = read();

        assertThat(read.leaves())
                .extracting(leaf -> leaf.path().toString())
                .containsExactly(
                        "any/jvm/generic", "s390x/linux/generic", "x86_64/linux/generic", "x86_64/linux/x86-64-v3");
        byte[] kernel = Files.readAllBytes(tree.resolve("x86_64/linux/x86-64-v3/kernel"));
        Leaf leaf = read.leaves().get(3);
        assertThat(leaf.bytes()).isEqualTo(kernel.length);
        assertThat(leaf.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(kernel)));
    }

    @Test
    void theDigestIsThatOfTheWholeFileHoweverLong() throws Exception {
        byte[] longer = Arrays.copyOf(ElfFile.X86_64.bytes(""), 3 * BinaryHeader.BYTES_WANTED + 17);
        longer[longer.length - 1] = 1;
        write("x86_64/linux/generic/kernel", longer);

        Leaf leaf = read().leaves().get(0);

        assertThat(leaf.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(longer)));
    }

    @Test
    void acceptsWhatCompilersMake() throws Exception {
        compile("gcc", "x86_64/linux/generic", "-static");
        compile("gcc", "x86_64/linux/x86-64-v2", "-pie");
        compile("aarch64-linux-gnu-gcc", "aarch64/linux/generic", "-static");

        assertThat(read().leaves()).hasSize(3);
    }

    @Test
    void aCompiledKernelThatWasCutShortIsRefused() throws Exception {
        compile("gcc", "x86_64/linux/generic", "-static");
        Path kernel = tree.resolve("x86_64/linux/generic/kernel");
        byte[] whole = Files.readAllBytes(kernel);
        Files.write(kernel, Arrays.copyOf(whole, whole.length / 2));

        assertFault("x86_64/linux/generic/kernel: it is an ELF file that ends too early, after " + whole.length / 2
                + " bytes");
    }

    @Test
    void anObjectThatWasNotLinkedIsRefused() throws Exception {
        compile("gcc", "x86_64/linux/generic", "-c");

        assertFault("x86_64/linux/generic/kernel: it is an ELF file for x86_64, but no program: link it");
    }

    @Test
    void aScriptIsRefused() throws IOException {
        write("x86_64/linux/generic/kernel", "#!/bin/sh\nexit 0\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertFault("x86_64/linux/generic/kernel: it is a script");
    }

    @Test
    void aKernelInTheFolderOfAnotherArchitectureIsRefused() throws IOException {
        ElfFile.AARCH64.writeLeaf(tree, "x86_64/linux/generic");

        assertFault("x86_64/linux/generic/kernel: it is made for aarch64/linux, not for x86_64/linux");
    }

    @Test
    void aKernelInTheFolderOfAnotherSystemIsRefused() throws IOException {
        write("x86_64/windows/generic/kernel.exe", ElfFile.X86_64.bytes(""));

        assertFault("it is made for x86_64/linux, not for x86_64/windows");
    }

    @Test
    void aJarOutsideAnyJvmIsRefused() throws IOException {
        writeJar("x86_64/jvm/generic");

        assertFault("it is made for any/jvm, not for x86_64/jvm");
    }

    @Test
    void anEmptyTreeIsRefused() {
        assertFault("it has no leaf; a tree holds architecture/os/optimization/kernel");
    }

    @Test
    void aMissingTreeIsRefusedWithTheCommandThatBuildsOne() {
        Path missing = tree.resolve("nowhere");

        assertThatThrownBy(() -> read(missing))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TREE))
                .hasMessageContaining("read kernel tree " + missing + ": there is no such directory")
                .hasMessageContaining("hpvm kernels build");
    }

    @Test
    void aFileIsNoTree() throws IOException {
        Path file = Files.writeString(tree.resolve("file"), "");

        assertThatThrownBy(() -> read(file)).hasMessageContaining("it is a file, not a directory");
    }

    @Test
    void anArchitectureWithoutAGenericLeafIsRefused() throws IOException {
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/x86-64-v3");
        ElfFile.AARCH64.writeLeaf(tree, "aarch64/linux/generic");

        assertFault("x86_64/linux has no leaf \"generic\"");
    }

    @Test
    void aLeafWithoutItsFileIsRefused() throws IOException {
        Files.createDirectories(tree.resolve("x86_64/linux/generic"));
        Files.createDirectories(tree.resolve("x86_64/linux/x86-64-v3/kernel"));

        assertFault("x86_64/linux/generic has no file \"kernel\"", "x86_64/linux/x86-64-v3/kernel: it is a directory");
    }

    @Test
    void aFileWhereADirectoryBelongsIsRefusedAtEveryDepth() throws IOException {
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/generic");
        for (String place : List.of("kernel", "x86_64/kernel", "x86_64/linux/kernel")) {
            write(place, ElfFile.X86_64.bytes(""));
        }

        assertFault(
                "kernel is a file where a directory belongs",
                "x86_64/kernel is a file where a directory belongs",
                "x86_64/linux/kernel is a file where a directory belongs");
    }

    @Test
    void aNameWithUpperCaseIsRefused() throws IOException {
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/generic");
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/AVX2");

        assertFault("x86_64/linux/AVX2: \"AVX2\" is no architecture, OS or optimization");
    }

    @Test
    void everyFaultIsToldAtOnce() throws IOException {
        ElfFile.AARCH64.writeLeaf(tree, "x86_64/linux/generic");
        write("aarch64/linux/sve/kernel", new byte[0]);
        write("README", new byte[1]);

        assertFault(
                "it is made for aarch64/linux",
                "aarch64/linux/sve/kernel: it is empty",
                "README is a file",
                "aarch64/linux has no leaf \"generic\"");
    }

    @Test
    void hiddenEntriesAndFilesBesideAKernelDoNotMatter() throws IOException {
        ElfFile.X86_64.writeLeaf(tree, "x86_64/linux/generic");
        write(".git", new byte[1]);
        write("_tmp/junk", new byte[1]);
        write("x86_64/linux/generic/kernel.debug", new byte[1]);

        assertThat(read().leaves()).hasSize(1);
    }

    private void assertFault(String... faults) {
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TREE))
                .hasMessageStartingWith("read kernel tree " + tree + ": ")
                .hasMessageContainingAll(faults);
    }

    private KernelTree read() throws IOException {
        return read(tree);
    }

    private KernelTree read(Path directory) throws IOException {
        return TreeReader.read(files, new org.apache.hadoop.fs.Path(directory.toString()));
    }

    private void compile(String compiler, String place, String option) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", compiler)));
        Path source = Files.writeString(Files.createTempFile(tree, ".source", ".c"), "int main(void) { return 7; }\n");
        Path kernel = Files.createDirectories(tree.resolve(place)).resolve("kernel");
        Process running = new ProcessBuilder("/usr/bin/" + compiler, option, "-o", kernel.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isZero();
    }

    private void write(String place, byte[] content) throws IOException {
        Path file = tree.resolve(place);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void writeJar(String place) throws IOException {
        write(place + "/kernel.jar", new byte[] {'P', 'K', 3, 4, 5});
    }
}
