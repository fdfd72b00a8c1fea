package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "62, true, false, x86_64, 64",
        "62, false, false, x86_64, 32",
        "3, false, false, i386, 32",
        "183, true, false, aarch64, 64",
        "40, false, false, arm, 32",
        "22, true, true, s390x, 64",
        "22, false, true, s390, 32",
        "21, true, true, ppc64, 64",
        "21, true, false, ppc64le, 64",
        "20, false, true, ppc, 32",
        "8, true, true, mips64, 64",
        "8, true, false, mips64el, 64",
        "8, false, false, mipsel, 32",
        "43, true, true, sparc64, 64",
        "243, true, false, riscv64, 64",
        "243, false, false, riscv32, 32",
        "258, true, false, loongarch64, 64"
    })
    void namesTheArchitectureOfAnElfProgram(
            int machine, boolean isWide, boolean isBigEndian, String architecture, int wordBits) {
        ByteOrder order = isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

        BinaryHeader header = parse(new ElfFile(machine, isWide, order, 2).bytes(""));

        assertThat(header).isEqualTo(new BinaryHeader(architecture, "linux", wordBits, isBigEndian, ""));
    }

    @Test
    void readsARealProgramOfThisMachine() throws IOException {
        String machine = System.getProperty("os.arch", "");
        assumeTrue(machine.equals("amd64") || machine.equals("aarch64"));

        BinaryHeader header = parse(Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java")));

        assertThat(header.toString()).isEqualTo(machine.equals("amd64") ? "x86_64/linux" : "aarch64/linux");
        assertThat(header.wordBits()).isEqualTo(64);
        assertThat(header.interpreter()).startsWith("/lib").contains("ld-linux");
        assertThat(header.facts()).startsWith("64-bit little-endian, needs /lib");
    }

    @Test
    void everyCutOfAProgramIsNoticed() {
        for (ElfFile elf : new ElfFile[] {ElfFile.X86_64, new ElfFile(40, false, ByteOrder.LITTLE_ENDIAN, 2)}) {
            byte[] whole = elf.bytes("");
            for (int length = 4; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> parse(cut))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("it is an ELF file that ends too early, after " + length + " bytes");
            }
        }
    }

    @Test
    void aProgramWithASegmentBeyondItsEndIsNoticed() {
        byte[] wrong = ElfFile.X86_64.bytes("");
        ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 8, Long.MAX_VALUE - 10);

        assertThatThrownBy(() -> parse(wrong)).hasMessageContaining("ends too early");
    }

    @Test
    void anObjectFileIsNoKernel() {
        byte[] object = new ElfFile(62, true, ByteOrder.LITTLE_ENDIAN, 1).bytes("");

        assertThatThrownBy(() -> parse(object))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is an ELF file for x86_64, but no program: link it");
    }

    @Test
    void aProcessorWithoutANameIsTold() {
        byte[] strange = new ElfFile(4711, true, ByteOrder.LITTLE_ENDIAN, 2).bytes("");

        assertThatThrownBy(() -> parse(strange)).hasMessageContaining("machine number 4711");
    }

    @ParameterizedTest
    @CsvSource({"0x14c, i386, 32", "0x8664, x86_64, 64", "0xaa64, aarch64, 64"})
    void namesTheArchitectureOfAProgramForWindows(String machine, String architecture, int wordBits) {
        BinaryHeader header = parse(windows(Integer.decode(machine), 0x80));

        assertThat(header).isEqualTo(new BinaryHeader(architecture, "windows", wordBits, false, ""));
    }

    @Test
    void everyCutOfAProgramForWindowsIsNoticed() {
        byte[] whole = windows(0x8664, 0x80);
        for (int length = 2; length < 0x80 + 6; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "2147483647", "132"})
    void aWindowsHeaderBeyondTheFileIsNoticed(int at) {
        byte[] wrong = windows(0x8664, 0x80);
        ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putInt(0x3c, at);

        assertThatThrownBy(() -> parse(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins like a program for Windows");
    }

    @Test
    void aJarIsForEveryMachine() {
        BinaryHeader header = parse(text("PK\u0003\u0004 and more"));

        assertThat(header.fits(LeafPath.parse("any/jvm/generic"))).isTrue();
        assertThat(header.fits(LeafPath.parse("x86_64/linux/generic"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'#!/bin/sh', it is a script; a kernel is a compiled program",
        "'', it is empty",
        "'M', 'it is neither ELF, nor PE, nor a jar'",
        "'hello', 'it is neither ELF, nor PE, nor a jar'"
    })
    void saysWhatAFileIsThatIsNoKernel(String content, String message) {
        assertThatThrownBy(() -> parse(text(content)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static BinaryHeader parse(byte[] file) {
        return BinaryHeader.parse(ByteBuffer.wrap(file), file.length);
    }

    private static byte[] windows(int machine, int at) {
        return ByteBuffer.allocate(at + 6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'M')
                .put((byte) 'Z')
                .putInt(0x3c, at)
                .putInt(at, 0x4550)
                .putShort(at + 4, (short) machine)
                .array();
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.US_ASCII);
    }
}
