package org.hpvm.container.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void standsOnTheWireAsTheProtocolSays() {
        ByteBuffer built = new FrameBuilder(0x0102).u8(7).i32(-2).build();

        assertThat(bytes(built))
                .containsExactly(5, 0, 0, 0, 0x02, 0x01, 0, 0, 7, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff);
    }

    @Test
    void givesBackTheFieldsThatWerePutIn() throws IOException {
        Frame frame = read(new FrameBuilder(65_535)
                .u8(255)
                .u16(65_535)
                .i32(Integer.MIN_VALUE)
                .i64(Long.MIN_VALUE)
                .string("größer \uD83D\uDE80")
                .bytes(ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2)));

        assertThat(frame.type()).isEqualTo(65_535);
        assertThat(frame.u8()).isEqualTo(255);
        assertThat(frame.u16()).isEqualTo(65_535);
        assertThat(frame.i32()).isEqualTo(Integer.MIN_VALUE);
        assertThat(frame.i64()).isEqualTo(Long.MIN_VALUE);
        assertThat(frame.string()).isEqualTo("größer \uD83D\uDE80");
        assertThat(bytes(frame.bytes(2))).containsExactly(2, 3);
        frame.end();
    }

    @Test
    void growsWithWhatIsPutIn() throws IOException {
        FrameBuilder builder = new FrameBuilder(1);
        for (int index = 0; index < 10_000; index++) {
            builder.i64(index);
        }

        Frame frame = read(builder);

        assertThat(frame.remaining()).isEqualTo(80_000);
        for (int index = 0; index < 10_000; index++) {
            assertThat(frame.i64()).isEqualTo(index);
        }
    }

    @Test
    void leavesTheBufferThatIsAppendedAsItWas() {
        ByteBuffer appended = ByteBuffer.wrap(new byte[] {1, 2, 3});

        new FrameBuilder(1).bytes(appended).build();

        assertThat(appended.remaining()).isEqualTo(3);
    }

    @Test
    void aFieldThatIsCutOffIsRefused() throws IOException {
        Frame frame = read(new FrameBuilder(9).u8(1).u16(2));

        assertThatThrownBy(frame::i32)
                .isInstanceOf(FrameException.class)
                .hasMessage("a frame of type 9 ends in the middle of a field");
    }

    @Test
    void aStringLongerThanItsFrameIsRefused() throws IOException {
        Frame frame = read(new FrameBuilder(9).i32(4).u8('a').u8('b').u8('c'));

        assertThatThrownBy(frame::string).isInstanceOf(FrameException.class);
    }

    @Test
    void aCountWithTheHighestBitIsRefused() throws IOException {
        Frame frame = read(new FrameBuilder(9).i32(-1));

        assertThatThrownBy(frame::count)
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("a count of 4294967295");
    }

    @Test
    void bytesThatNobodyTookAreRefused() throws IOException {
        Frame frame = read(new FrameBuilder(9).u8(1).u8(2));
        assertThat(frame.u8()).isEqualTo(1);

        assertThatThrownBy(frame::end)
                .isInstanceOf(FrameException.class)
                .hasMessage("1 bytes too many in a frame of type 9");
    }

    @Test
    void aBodyOverTheLimitIsNotBuilt() {
        FrameBuilder builder = new FrameBuilder(9).bytes(ByteBuffer.allocate(Frame.MOST_BODY_BYTES));

        assertThat(builder.build().remaining()).isEqualTo(Frame.MOST_BODY_BYTES + Frame.HEADER_BYTES);
        assertThatThrownBy(() -> builder.u8(1).build()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textThatIsNoUtf8IsReadWithReplacements() throws IOException {
        Frame frame = read(new FrameBuilder(9).i32(2).u8('a').u8(0xff));

        assertThat(frame.string().getBytes(StandardCharsets.UTF_8)).startsWith('a');
    }

    private static Frame read(FrameBuilder builder) throws IOException {
        return new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes(builder.build()))))
                .read()
                .orElseThrow();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
