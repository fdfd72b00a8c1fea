package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerMessageReaderTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void readsAHello() throws IOException {
        assertThat(read(WorkerFrames.hello()))
                .isEqualTo(new WorkerMessage.Hello(ByteOrder.BIG_ENDIAN, 8, 4, 4096, "C 0.1"));
    }

    @Test
    void aHelloOfSomebodyElseIsRefused() {
        assertRefused(new FrameBuilder(1).i32(0x48505648).u16(1), "the first frame does not begin with HPVM");
    }

    @Test
    void aHelloOfAnotherVersionSaysWhatToDo() {
        assertRefused(
                new FrameBuilder(1).i32(0x4D565048).u16(2),
                "worker protocol 2 where 1 is known: build the kernel anew");
    }

    @Test
    void aHelloOfAnUnknownByteOrderIsRefused() {
        assertRefused(
                new FrameBuilder(1).i32(0x4D565048).u16(1).u8(3).u8(8).u8(8), "byte order 3 where 1 or 2 is known");
    }

    @ParameterizedTest
    @CsvSource({"0, SHARED", "1, PRIVATE", "2, READ_ONLY"})
    void readsWhichShareIsWanted(int number, ShareMode mode) throws IOException {
        assertThat(read(new FrameBuilder(2).u8(number).string("field").build()))
                .isEqualTo(new WorkerMessage.ShareWanted(mode, "field"));
    }

    @Test
    void anUnknownShareModeIsRefused() {
        assertRefused(new FrameBuilder(2).u8(3).string("field"), "share mode 3");
    }

    @Test
    void readsProgress() throws IOException {
        assertThat(read(new FrameBuilder(4).i64(7).i32(5000).build())).isEqualTo(new WorkerMessage.Progress(7, 5000));
    }

    @Test
    void readsEveryKindOfResultInItsOrder() throws IOException {
        FrameBuilder frame = WorkerFrames.run(WorkerFrames.results(1), 10, 5);
        frame.u8(2).i64(15).i32(3).u8(1).u8(10).i64(8).i64(24).i64(640);
        frame.u8(3).i64(15).i32(4).u8(0).u8(0).i64(1).i64(3).u8('h').u8('i');
        WorkerFrames.done(frame, 15, -4, 100, 120, "out of range");

        WorkerMessage.Results read = (WorkerMessage.Results) read(frame.build());

        assertThat(read.waitsForCredit()).isTrue();
        assertThat(read.results())
                .containsExactly(
                        new Result.Run(10, 5),
                        new Result.Merge(
                                15, 3, Operation.SUM, ElementType.FLOAT64, new ByteRange(8, 24), 640, Optional.empty()),
                        new Result.Merge(
                                15,
                                4,
                                Operation.WRITE,
                                ElementType.BYTES,
                                new ByteRange(1, 3),
                                0,
                                Optional.of(ByteBuffer.wrap(new byte[] {'h', 'i'}))),
                        new Result.Done(15, -4, 100, 120, "out of range"));
    }

    @Test
    void aWorkerThatDoesNotWaitSaysSo() throws IOException {
        assertThat(read(WorkerFrames.results(0).build())).isEqualTo(new WorkerMessage.Results(false, List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100, 101, 105, 65_535})
    void anUnknownTypeIsRefused(int type) {
        assertRefused(new FrameBuilder(type), "a frame of the unknown type " + type);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 255})
    void anUnknownKindOfResultIsRefused(int kind) {
        assertRefused(WorkerFrames.results(0).u8(kind), "a result of the unknown kind " + kind);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 1", "9223372036854775807, 1", "9223372036854775800, 100"})
    void aRunThatIsNoneIsRefused(long first, int count) {
        assertRefused(
                WorkerFrames.run(WorkerFrames.results(0), first, count),
                "a run of " + count + " tasks from task " + first);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, an end of task -1",
        "9223372036854775807, 0, 0, an end of task 9223372036854775807",
        "3, -1, 5, task 3 printed bytes -1 to 5 of its output",
        "3, 6, 5, task 3 printed bytes 6 to 5 of its output"
    })
    void anEndThatCannotBeIsRefused(long task, long outputStart, long outputEnd, String why) {
        assertRefused(WorkerFrames.done(WorkerFrames.results(0), task, 0, outputStart, outputEnd, ""), why);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0, 0, 8, no operation has the number 8",
        "0, 11, 0, 8, no element type has the number 11",
        "0, 0, 8, 8, 'not a range of bytes: [8, 8)'",
        "0, 0, 9, 8, 'not a range of bytes: [9, 8)'",
        "0, 0, -1, 8, 'not a range of bytes: [-1, 8)'"
    })
    void anImpossibleMergeIsRefused(int operation, int type, long start, long end, String why) {
        FrameBuilder frame = WorkerFrames.results(0)
                .u8(2)
                .i64(7)
                .i32(1)
                .u8(operation)
                .u8(type)
                .i64(start)
                .i64(end)
                .i64(0);

        assertRefused(frame, "task 7 merged an impossible range: " + why);
    }

    @Test
    void anInlineMergeLongerThanAnyFrameIsRefused() {
        FrameBuilder frame =
                WorkerFrames.results(0).u8(3).i64(7).i32(1).u8(0).u8(0).i64(0).i64(1L << 40);

        assertRefused(frame, "task 7 merged an impossible range");
    }

    @Test
    void bytesBehindAMessageAreRefused() {
        assertRefused(new FrameBuilder(4).i64(7).i32(5000).u8(0), "1 bytes too many in a frame of type 4");
    }

    @Test
    void everyCutOfAHelloIsRefused() {
        ByteBuffer whole = WorkerFrames.hello();
        byte[] body = new byte[whole.remaining() - Frame.HEADER_BYTES];
        whole.get(Frame.HEADER_BYTES, body);
        for (int length = 0; length < body.length; length++) {
            assertRefused(new FrameBuilder(1).bytes(ByteBuffer.wrap(body, 0, length)), "");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nonsenseIsReadOrRefusedButNeverAnythingElse(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] body = new byte[random.nextInt(80)];
            random.nextBytes(body);
            for (int index = 0; index < body.length; index++) {
                body[index] = random.nextInt(3) > 0 ? (byte) random.nextInt(5) : body[index];
            }
            FrameBuilder frame = new FrameBuilder(random.nextInt(6)).bytes(ByteBuffer.wrap(body));

            assertThatCode(() -> {
                        try {
                            read(frame.build());
                        } catch (FrameException e) {
                            assertThat(e.getMessage()).isNotEmpty();
                        }
                    })
                    .as(Arrays.toString(body))
                    .doesNotThrowAnyException();
        }
    }

    private static void assertRefused(FrameBuilder frame, String message) {
        ByteBuffer wire = frame.build();
        assertThatThrownBy(() -> read(wire)).isInstanceOf(FrameException.class).hasMessageContaining(message);
    }

    private static WorkerMessage read(ByteBuffer wire) throws IOException {
        byte[] bytes = new byte[wire.remaining()];
        wire.duplicate().get(bytes);
        return WorkerMessageReader.read(new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)))
                .read()
                .orElseThrow());
    }
}
