package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hpvm.container.image.ByteSwap;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestTest {
    private static final int RING_BYTES = 64;
    private static final int HEADER_BYTES = 64;
    private static final Result ENDED = new Result.Done(1, 0, 0, 0, "");

    @TempDir
    private Path directory;

    private Ring ring;

    @BeforeEach
    void fillRing() throws IOException {
        ring = Ring.create(directory, RING_BYTES);
        byte[] data = new byte[RING_BYTES];
        for (int index = 0; index < RING_BYTES; index++) {
            data[index] = (byte) index;
        }
        try (FileChannel file = FileChannel.open(ring.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(data), HEADER_BYTES);
        }
    }

    @AfterEach
    void close() throws IOException {
        ring.close();
    }

    @Test
    void takesBytesOutOfTheRingAndTellsHowFar() throws IOException {
        Result.Merge merge = inRing(1, 100, 104, 8);
        Harvest harvest = harvest(false, merge, ENDED);

        harvest.take(merge, 2, share(ElementType.INT32, 1000));

        SegmentRecord taken = only(harvest.ended());
        assertThat(taken.spawn()).isEqualTo(7);
        assertThat(taken.table().piece(0))
                .isEqualTo(new Piece(3, Operation.WRITE, ElementType.BYTES, 1, 2, new ByteRange(100, 104)));
        assertThat(bytes(taken, 0)).containsExactly(8, 9, 10, 11);
        assertThat(harvest.consumed()).hasValue(12);
        assertThat(harvest.held()).isEmpty();
    }

    @Test
    void takesInlineBytesAndLeavesTheRingAlone() throws IOException {
        Result.Merge merge = inline(1, 100, 50, 51, 52);
        Harvest harvest = harvest(false, merge, ENDED);

        harvest.take(merge, 1, share(ElementType.BYTES, 1000));

        assertThat(bytes(only(harvest.ended()), 0)).containsExactly(50, 51, 52);
        assertThat(harvest.consumed()).isEmpty();
    }

    @Test
    void turnsWholeElementsOfAWorkerWithTheOtherByteOrder() throws IOException {
        Result.Merge merge = inRing(1, 8, 16, 0);
        Harvest harvest = harvest(true, merge, ENDED);

        harvest.take(merge, 1, share(ElementType.INT32, 1000));

        assertThat(bytes(only(harvest.ended()), 0)).containsExactly(3, 2, 1, 0, 7, 6, 5, 4);
    }

    @Test
    void putsTheBytesOfPartsOfElementsWhereTheyBelongInTheOtherOrder() throws IOException {
        Result.Merge merge = inline(1, 7, 70, 80, 90);
        Harvest harvest = harvest(true, merge, ENDED);

        harvest.take(merge, 1, share(ElementType.INT32, 1000));

        // Byte 7 stands at 4, byte 8 at 11 and byte 9 at 10.
        byte[] share = new byte[16];
        SegmentRecord taken = only(harvest.ended());
        for (int index = 0; index < taken.table().size(); index++) {
            int at = (int) taken.table().piece(index).range().start();
            taken.bytes(index).get(share, at, taken.table().piece(index).length());
        }
        assertThat(share).containsExactly(0, 0, 0, 0, 70, 0, 0, 0, 0, 0, 90, 80, 0, 0, 0, 0);
    }

    @Test
    void doesNotTurnBytes() throws IOException {
        Result.Merge merge = inline(1, 8, 1, 2, 3);
        Harvest harvest = harvest(true, merge, ENDED);

        harvest.take(merge, 1, share(ElementType.UINT8, 1000));

        assertThat(bytes(only(harvest.ended()), 0)).containsExactly(1, 2, 3);
    }

    @Test
    void holdsBackWhatATaskHasMergedThatGoesOn() throws IOException {
        Result.Merge early = inline(1, 0, 11);
        Result.Merge late = inline(2, 0, 22);
        Harvest harvest = harvest(false, early, ENDED, late);

        harvest.take(early, 1, share(ElementType.BYTES, 1000));
        harvest.take(late, 1, share(ElementType.BYTES, 1000));

        assertThat(bytes(only(harvest.ended()), 0)).containsExactly(11);
        assertThat(bytes(only(harvest.held()), 0)).containsExactly(22);
    }

    @Test
    void cutsWhatDoesNotFitIntoOneRecord() throws IOException {
        byte[] most = new byte[RecordBuilder.MOST_PAYLOAD_BYTES];
        Result.Merge first = inline(1, 0, most);
        Result.Merge second = inline(1, most.length, 5);
        Harvest harvest = harvest(false, first, second, ENDED);

        harvest.take(first, 1, share(ElementType.BYTES, 1L << 40));
        harvest.take(second, 1, share(ElementType.BYTES, 1L << 40));

        List<MergedRecord> records = harvest.ended();
        assertThat(records).hasSize(2);
        assertThat(records.get(0).payloadBytes()).isEqualTo(most.length);
        assertThat(bytes(records.get(1).bytes(), 0)).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {998, 1000, Long.MAX_VALUE - 4})
    void aMergeBeyondTheShareIsRefused(long start) {
        Result.Merge merge = inline(1, start, 1, 2, 3);

        assertThatThrownBy(() -> harvest(false, merge, ENDED).take(merge, 1, share(ElementType.BYTES, 1000)))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("task 1 merged bytes " + start + " to " + (start + 3) + " of a share of 1000");
    }

    @Test
    void turnsWhatIsCombinedByItsOwnWidthInAShareOfBytes() throws IOException {
        Result.Merge sum = combined(Operation.SUM, ElementType.UINT16, 4, 1, 2, 3, 4);
        Harvest harvest = harvest(true, sum, ENDED);

        harvest.take(sum, 1, share(ElementType.BYTES, 1000));

        SegmentRecord taken = only(harvest.ended());
        assertThat(taken.table().piece(0).type()).isEqualTo(ElementType.UINT16);
        assertThat(bytes(taken, 0)).containsExactly(2, 1, 4, 3);
    }

    @ParameterizedTest
    @CsvSource({"SUM, INT32, 2", "XOR, FLOAT32, 4", "SUM, BYTES, 4"})
    void anImpossibleCombinationIsRefused(Operation operation, ElementType type, long start) {
        Result.Merge merge = combined(operation, type, start, 1, 2, 3, 4);

        assertThatThrownBy(() -> harvest(false, merge, ENDED).take(merge, 1, share(ElementType.BYTES, 1000)))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("accumulated bytes " + start);
    }

    private static Result.Merge combined(Operation operation, ElementType type, long start, int... bytes) {
        ByteBuffer inline = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            inline.put((byte) value);
        }
        ByteRange range = new ByteRange(start, start + bytes.length);
        return new Result.Merge(1, 3, operation, type, range, 0, Optional.of(inline.flip()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMergeLongerThanARecordBecomesSeveralCutBetweenElements(boolean isSwapped) throws IOException {
        byte[] bytes = new byte[2 * RecordBuilder.MOST_PAYLOAD_BYTES];
        new Random(1).nextBytes(bytes);
        Result.Merge merge = inline(1, 8, bytes);
        Harvest harvest = harvest(isSwapped, merge, ENDED);

        harvest.take(merge, 1, share(ElementType.FLOAT64, 1L << 40));

        ByteBuffer found = ByteBuffer.allocate(bytes.length);
        for (MergedRecord merged : harvest.ended()) {
            Piece piece = merged.bytes().table().piece(0);
            assertThat(piece.range().start()).isEqualTo(8L + found.position());
            found.put(bytes(merged.bytes(), 0));
        }
        ByteBuffer wanted = isSwapped ? ByteBuffer.allocate(bytes.length) : ByteBuffer.wrap(bytes);
        if (isSwapped) {
            ByteSwap.copy(8, ByteBuffer.wrap(bytes), wanted);
        }
        assertThat(found.array()).isEqualTo(wanted.array());
    }

    @Test
    void aMergeLongerThanTheRingIsRefused() throws IOException {
        Result.Merge whole = inRing(1, 0, RING_BYTES, 16);
        Result.Merge longer = inRing(1, 0, RING_BYTES + 1, 16);
        ShareView share = share(ElementType.BYTES, 1000);
        Harvest harvest = harvest(false, whole, longer, ENDED);

        harvest.take(whole, 1, share);

        assertThatThrownBy(() -> harvest.take(longer, 1, share))
                .isInstanceOf(FrameException.class)
                .hasMessage("task 1 merged 65 bytes through a ring of 64");
        assertThat(only(harvest.ended()).payloadBytes()).isEqualTo(RING_BYTES);
    }

    private Harvest harvest(boolean isSwapped, Result... results) {
        return new Harvest(7, isSwapped, ring, List.of(results));
    }

    private static Result.Merge inRing(long task, long start, long end, long position) {
        return new Result.Merge(
                task, 3, Operation.WRITE, ElementType.BYTES, new ByteRange(start, end), position, Optional.empty());
    }

    private static Result.Merge inline(long task, long start, int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return inline(task, start, bytes);
    }

    private static Result.Merge inline(long task, long start, byte[] bytes) {
        return new Result.Merge(
                task,
                3,
                Operation.WRITE,
                ElementType.BYTES,
                new ByteRange(start, start + bytes.length),
                0,
                Optional.of(ByteBuffer.wrap(bytes)));
    }

    private static ShareView share(ElementType type, long size) {
        return new ShareView(3, type, size, 1, "/nowhere");
    }

    private static SegmentRecord only(List<MergedRecord> records) {
        assertThat(records).hasSize(1);
        return records.get(0).bytes();
    }

    private static byte[] bytes(SegmentRecord taken, int piece) {
        byte[] bytes = new byte[taken.table().piece(piece).length()];
        taken.bytes(piece).get(bytes);
        return bytes;
    }
}
