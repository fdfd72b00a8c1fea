package org.hpvm.yarn.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says of shares and arguments. */
class VerifyInputTest {
    @TempDir
    Path directory;

    @Test
    void aShareIsAFileOrZerosOfAType() throws IOException {
        Path file = Files.write(directory.resolve("in=1"), new byte[24]);

        assertThat(VerifyShare.ofFile("input:float64=" + file))
                .isEqualTo(new VerifyShare(new ShareName("input"), ElementType.FLOAT64, Optional.of(file), 3));
        assertThat(VerifyShare.ofFile("input=" + file).count()).isEqualTo(24);
        assertThat(VerifyShare.ofZeros("output:int16=7"))
                .isEqualTo(new VerifyShare(new ShareName("output"), ElementType.INT16, Optional.empty(), 7));
    }

    @ParameterizedTest
    @CsvSource({
        "output, NAME:TYPE=COUNT was expected",
        "=5, NAME:TYPE=COUNT was expected",
        "out put=5, 1 to 128",
        "output:flaot64=5, did you mean float64?",
        "output:int32=0, from 1 up",
        "output:int32=many, from 1 up",
        "output:float64=9223372036854775807, from 1 up",
    })
    void zerosOfNoSenseAreRefused(String text, String sentence) {
        assertThatThrownBy(() -> VerifyShare.ofZeros(text))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("--zeros " + text)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFileThatIsNotThereOrHoldsNoWholeElementsIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("seven"), new byte[7]);

        assertThatThrownBy(() -> VerifyShare.ofFile("input:int32=" + file))
                .hasMessageContaining("the file has 7 bytes");
        assertThatThrownBy(() -> VerifyShare.ofFile("input=/no/such/file"))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void argumentsStandOneAfterTheOtherWithoutGaps() throws HpvmException {
        VerifyArguments arguments = VerifyArguments.same(" 504 int32:-1 0.5 uint8:255 float32:2");

        ByteBuffer block = arguments.of(12);
        assertThat(block.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(block.getLong()).isEqualTo(504);
        assertThat(block.getInt()).isEqualTo(-1);
        assertThat(block.getDouble()).isEqualTo(0.5);
        assertThat(block.get()).isEqualTo((byte) 255);
        assertThat(block.getFloat()).isEqualTo(2f);
        assertThat(block.hasRemaining()).isFalse();
    }

    @Test
    void eachTaskHasItsLine() throws HpvmException {
        VerifyArguments arguments = VerifyArguments.lines(List.of("0 10", "", "10 20"), "ranges.txt");

        assertThat(arguments.of(2).getLong(8)).isEqualTo(20);
        assertThat(arguments.of(1).hasRemaining()).isFalse();
        assertThat(VerifyArguments.NONE.of(5).hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"int8:128", "uint8:-1", "one", "int32:0.5", "flaot64:1", "9223372036854775808"})
    void numbersOfNoSenseAreRefusedWithTheirLine(String word) {
        assertThatThrownBy(() -> VerifyArguments.lines(List.of("1", word), "ranges.txt"))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("--args-file ranges.txt, line 2: \"" + word + "\"");
    }
}
