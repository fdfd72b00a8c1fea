package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.Extent;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.JournalRecords;
import org.junit.jupiter.api.Test;

class MergeLedgerTest {
    private static final int SHARE = 3;

    private final JournalRecords records = new JournalRecords();
    private final MergeLedger ledger = new MergeLedger(records, ByteOrder.LITTLE_ENDIAN);

    private static Piece sum(long task, long start, long end) {
        return new Piece(SHARE, Operation.SUM, ElementType.INT64, task, 1, new ByteRange(start, end));
    }

    private static Piece write(long task, long start, long end) {
        return Piece.write(SHARE, task, 1, start, end);
    }

    /** A record as an agent reports it, each piece filled with its task's id. */
    private static RecordMessage message(Piece... pieces) {
        RecordBuilder builder = new RecordBuilder(1);
        for (Piece piece : pieces) {
            int position = builder.add(piece);
            ByteBuffer payload = ByteBuffer.wrap(builder.payload()).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at + 8 <= piece.length(); at += 8) {
                payload.putLong(position + at, piece.task());
            }
        }
        SegmentRecord built = builder.build();
        return RecordMessage.newBuilder()
                .setTable(UnsafeByteOperations.unsafeWrap(built.table().bytes()))
                .setPayload(UnsafeByteOperations.unsafeWrap(built.payload()))
                .build();
    }

    private static RecordMessage inSegment(RecordMessage message, int offset) {
        return message.toBuilder()
                .clearPayload()
                .setSegment(1L << 32)
                .setOffset(offset)
                .setLength(200)
                .build();
    }

    private List<Accumulation> accumulations() {
        return ledger.accumulations().getOrDefault(SHARE, List.of());
    }

    /** Those of the only operation. */
    private List<Extent> contributions() {
        List<Accumulation> accumulations = accumulations();
        assertThat(accumulations).hasSize(1);
        return accumulations.get(0).contributions();
    }

    private long journalValue(Extent extent) {
        RecordMessage kept = records.namedBy(List.of(extent)).get(0);
        return kept.getPayload()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(extent.position());
    }

    @Test
    void sumsOfIntegersToTheSameRangeTakeTheRoomOfOne() {
        for (long task = 0; task < 1000; task++) {
            ledger.add(List.of(message(sum(task, 8, 16))), RangeSet.of(task, task + 1));
        }

        List<Extent> contributions = contributions();

        assertThat(contributions).hasSize(1);
        assertThat(contributions.get(0).range()).isEqualTo(new ByteRange(8, 16));
        assertThat(journalValue(contributions.get(0))).isEqualTo(499_500);
    }

    @Test
    void sumsOfFloatsAreKeptATaskAndPutInTheOrderOfTasks() {
        for (long task : new long[] {5, 1, 3}) {
            Piece piece = new Piece(SHARE, Operation.SUM, ElementType.FLOAT64, task, 1, new ByteRange(0, 8));
            ledger.add(List.of(message(piece)), RangeSet.of(task, task + 1));
        }

        List<Extent> contributions = contributions();

        assertThat(contributions.stream().map(this::journalValue)).containsExactly(1L, 3L, 5L);
    }

    @Test
    void whatIsNotCountedByTheReportIsNotTaken() {
        ledger.add(List.of(message(sum(1, 0, 8), sum(2, 0, 8))), RangeSet.of(2, 3));

        List<Extent> contributions = contributions();

        assertThat(contributions.stream().map(this::journalValue)).containsExactly(2L);
    }

    @Test
    void aMergeAndASumOfTheSameBytesAreAConflictThatNamesTheFirstBytesAndTheLowestTasks() {
        ledger.add(List.of(message(sum(9, 8, 24), write(7, 20, 30))), RangeSet.of(0, 10));
        ledger.add(List.of(inSegment(message(sum(4, 16, 24)), 64)), RangeSet.of(4, 5));
        ledger.add(List.of(message(write(8, 12, 22))), RangeSet.of(8, 9));

        assertThat(ledger.conflict(number -> "total"))
                .contains("put together share total: bytes 12 to 22 were merged by task 8 and accumulated with SUM of"
                        + " int64 by task 9; within one spawn the same bytes take one operation");
    }

    @Test
    void twoOperationsOrTwoTypesOnTheSameBytesAreAConflict() {
        Piece other = new Piece(SHARE, Operation.SUM_FAST, ElementType.INT64, 2, 1, new ByteRange(0, 8));
        ledger.add(List.of(message(sum(1, 0, 8), other)), RangeSet.of(1, 3));

        assertThat(ledger.conflict(number -> "total").orElse(""))
                .contains("bytes 0 to 8 were accumulated with SUM of int64 by task 1 and accumulated with SUM_FAST");
    }

    @Test
    void operationsBesideOneAnotherAreNone() {
        Piece least = new Piece(SHARE, Operation.MIN, ElementType.INT64, 2, 1, new ByteRange(8, 16));
        ledger.add(List.of(message(sum(1, 0, 8), least, write(3, 16, 24))), RangeSet.of(1, 4));

        assertThat(ledger.conflict(number -> "total")).isEmpty();
        assertThat(accumulations()).hasSize(2);
        assertThat(ledger.layered()).containsOnlyKeys(SHARE);
    }
}
