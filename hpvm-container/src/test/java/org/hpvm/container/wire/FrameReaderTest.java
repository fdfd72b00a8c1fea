package org.hpvm.container.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    private static final int BUFFER_BYTES = 64 << 10;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private record Sent(int type, ByteBuffer body) {
        Sent(int type, byte[] body) {
            this(type, ByteBuffer.wrap(body));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsRandomFramesHoweverThePipeCutsThem(long seed) throws IOException {
        Random random = new Random(seed);
        List<Sent> sent = randomFrames(random);
        int most = 1 + random.nextInt(random.nextBoolean() ? 40 : 200_000);
        FrameReader reader =
                new FrameReader(new CutChannel(ByteBuffer.wrap(wire(sent)), () -> 1 + random.nextInt(most)));

        for (Sent expected : sent) {
            Frame frame = reader.read().orElseThrow();
            assertThat(frame.type()).isEqualTo(expected.type());
            assertThat(frame.bytes(frame.remaining())).isEqualTo(expected.body());
        }
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void everyCutEndsBetweenFramesOrIsTold() throws IOException {
        List<Sent> sent = List.of(new Sent(1, new byte[5]), new Sent(2, new byte[0]), new Sent(3, new byte[9]));
        byte[] wire = wire(sent);
        List<Integer> boundaries = List.of(0, 13, 21, 38);
        for (int length = 0; length <= wire.length; length++) {
            FrameReader reader = reader(Arrays.copyOf(wire, length));
            int whole = 0;
            try {
                while (reader.read().isPresent()) {
                    whole++;
                }
                assertThat(boundaries.indexOf(length)).isEqualTo(whole);
            } catch (FrameException e) {
                assertThat(boundaries).doesNotContain(length);
                assertThat(e).hasMessageContaining("the link ended within");
            }
        }
    }

    @Test
    void takesAFrameOfTheGreatestLength() throws IOException {
        byte[] body = new byte[Frame.MOST_BODY_BYTES];
        body[0] = 1;
        body[body.length - 1] = 2;
        FrameReader reader = reader(wire(List.of(new Sent(1, new byte[3]), new Sent(2, body), new Sent(3, body))));

        assertThat(reader.read().orElseThrow().remaining()).isEqualTo(3);
        for (int type = 2; type <= 3; type++) {
            ByteBuffer read = reader.read().orElseThrow().bytes(body.length);
            assertThat(read.get(0)).isEqualTo((byte) 1);
            assertThat(read.get(body.length - 1)).isEqualTo((byte) 2);
        }
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void refusesALengthOverTheLimitBeforeItsBytesCome() {
        FrameReader reader = reader(header(Frame.MOST_BODY_BYTES + 1, 4));

        assertThatThrownBy(reader::read)
                .isInstanceOf(FrameException.class)
                .hasMessage("a frame of type 4 with a body of 67108865 bytes; 67108864 is the most");
    }

    @Test
    void refusesALengthWithTheHighestBit() {
        FrameReader reader = reader(header(-1, 4));

        assertThatThrownBy(reader::read)
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("a body of 4294967295 bytes");
    }

    @Test
    void saysWhetherTheNextFrameHasBegunToArrive() throws IOException {
        FrameReader reader = reader(wire(List.of(new Sent(1, new byte[1]), new Sent(2, new byte[1]))));

        assertThat(reader.hasBuffered()).isFalse();
        assertThat(reader.read()).isPresent();
        assertThat(reader.hasBuffered()).isTrue();
        assertThat(reader.read()).isPresent();
        assertThat(reader.hasBuffered()).isFalse();
    }

    @Test
    void anEndedChannelStaysEnded() throws IOException {
        FrameReader reader = reader(new byte[0]);

        assertThat(reader.read()).isEqualTo(Optional.empty());
        assertThat(reader.read()).isEqualTo(Optional.empty());
    }

    private static List<Sent> randomFrames(Random random) {
        List<Sent> sent = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int index = 0; index < count; index++) {
            int bytes = switch (random.nextInt(10)) {
                case 0 -> BUFFER_BYTES - Frame.HEADER_BYTES + random.nextInt(20) - 10;
                case 1 -> random.nextInt(3 * BUFFER_BYTES);
                case 2 -> 0;
                default -> random.nextInt(300);
            };
            byte[] body = new byte[bytes];
            random.nextBytes(body);
            sent.add(new Sent(random.nextInt(1 << 16), body));
        }
        return sent;
    }

    private static byte[] wire(List<Sent> frames) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (Sent frame : frames) {
            wire.writeBytes(header(frame.body().remaining(), frame.type()));
            wire.writeBytes(frame.body().array());
        }
        return wire.toByteArray();
    }

    private static byte[] header(int length, int type) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putShort((short) type)
                .array();
    }

    private static FrameReader reader(byte[] wire) {
        return new FrameReader(new CutChannel(ByteBuffer.wrap(wire), () -> Integer.MAX_VALUE));
    }
}
