package org.hpvm.dfs.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class RecordTest {
    private static final long IDENTITY = 0x1234_5678_9abc_def0L;

    @Test
    void joinsPiecesThatContinueOneAnother() {
        RecordBuilder builder = new RecordBuilder(1);
        add(builder, Piece.write(1, 7, 1, 0, 4), "abcd");
        add(builder, Piece.write(1, 7, 1, 4, 6), "ef");
        add(builder, Piece.write(1, 8, 1, 6, 7), "g");

        SegmentRecord built = builder.build();

        assertThat(built.table().size()).isEqualTo(2);
        assertThat(built.table().piece(0)).isEqualTo(Piece.write(1, 7, 1, 0, 6));
        assertThat(text(built.bytes(0))).isEqualTo("abcdef");
        assertThat(text(built.bytes(1))).isEqualTo("g");
    }

    @Test
    void holdsManyPiecesAndGrows() {
        RecordBuilder builder = new RecordBuilder(1);
        for (int index = 0; index < 10_000; index++) {
            add(builder, Piece.write(3, index, 1, 100L * index, 100L * index + 50), "x".repeat(50));
        }

        SegmentRecord built = builder.build();

        assertThat(built.table().size()).isEqualTo(10_000);
        assertThat(built.table().piece(9_999).task()).isEqualTo(9_999);
        assertThat(built.payloadBytes()).isEqualTo(500_000);
    }

    @Test
    void refusesMoreThanItMayHold() {
        RecordBuilder builder = new RecordBuilder(1);
        Piece tooMuch = Piece.write(1, 0, 1, 0, RecordBuilder.MOST_PAYLOAD_BYTES + 1);

        assertThat(builder.hasRoomFor(tooMuch.length())).isFalse();
        assertThatThrownBy(() -> builder.add(tooMuch)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyFlippedBitOfAWrittenRecordIsNoticed() throws HpvmException {
        RecordBuilder builder = new RecordBuilder(9);
        add(builder, Piece.write(1, 7, 1, 0, 5), "hello");
        add(builder, Piece.write(2, 8, 2, 40, 43), "you");
        byte[] file = written(builder.build(), 64);
        RecordPlace place = new RecordPlace(1, 64, file.length);

        assertThat(text(RecordReader.read(ByteBuffer.wrap(file), place, "segment")
                        .bytes(1)))
                .isEqualTo("you");
        int checked = RecordHeader.BYTES + 2 * PieceTable.ENTRY_BYTES + 8;
        for (int bit = 0; bit < 8 * checked; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> RecordReader.read(ByteBuffer.wrap(damaged), place, "segment"))
                    .isInstanceOfSatisfying(
                            HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM))
                    .hasMessageContaining("offset 64 of segment");
        }
    }

    @Test
    void aRecordOfAnotherOffsetIsNoticed() {
        RecordBuilder builder = new RecordBuilder(9);
        add(builder, Piece.write(1, 7, 1, 0, 5), "hello");
        byte[] file = written(builder.build(), 64);

        RecordPlace elsewhere = new RecordPlace(1, 128, file.length);

        assertThatThrownBy(() -> RecordReader.read(ByteBuffer.wrap(file), elsewhere, "segment"))
                .hasMessageContaining("belongs at offset 64");
    }

    private static byte[] written(SegmentRecord built, long offset) {
        ByteBuffer table = built.table().bytes();
        RecordHeader header = new RecordHeader(
                offset,
                IDENTITY,
                built.spawn(),
                built.table().size(),
                built.payloadBytes(),
                Crc32c.of(table, built.payload()),
                0);
        ByteBuffer file = ByteBuffer.allocate(header.recordBytes());
        return file.put(header.encode()).put(table).put(built.payload()).array();
    }

    private static void add(RecordBuilder builder, Piece piece, String bytes) {
        int position = builder.add(piece);
        System.arraycopy(bytes.getBytes(StandardCharsets.US_ASCII), 0, builder.payload(), position, piece.length());
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }
}
