package org.hpvm.dfs.formats;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads bases, segments and journals. Written from the pages in {@code docs/formats} alone: it uses nothing of the
 * product, so that what the pages do not say is noticed.
 */
final class SecondReader {
    private static final int POLYNOMIAL = 0x82F63B78;

    private final byte[] file;

    /** A piece as the page has it, with its bytes. */
    record FoundPiece(long share, int operation, int type, int attempt, long task, long start, ByteBuffer bytes) {}

    record FoundRecord(long offset, int length, long spawn, List<FoundPiece> pieces) {}

    record FoundSegment(long number, long identity, List<FoundRecord> records) {}

    record FoundJournal(long epoch, List<byte[]> entries, int left) {}

    SecondReader(byte[] file) {
        this.file = file.clone();
    }

    static int crc32c(byte[] bytes, int from, int to) {
        int crc = 0xFFFFFFFF;
        for (int at = from; at < to; at++) {
            crc ^= bytes[at] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
        }
        return ~crc;
    }

    private long number(int at, int bytes) {
        long number = 0;
        for (int index = bytes - 1; index >= 0; index--) {
            number = number << 8 | (file[at + index] & 0xFF);
        }
        return number;
    }

    private int u16(int at) {
        return (int) number(at, 2);
    }

    private int u32(int at) {
        return (int) number(at, 4);
    }

    private boolean isText(int at, String text) {
        return Arrays.equals(file, at, at + text.length(), text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private void requireHeader(String magic) {
        require(file.length >= 64 && isText(0, magic), "it does not begin with " + magic);
        require(u16(8) == 1 && u16(10) == 64 && u32(12) == 0, "another version");
        require(u32(60) == crc32c(file, 0, 60), "the header's checksum");
    }

    /** Walks the whole file. */
    FoundSegment segment() {
        requireHeader("HPVMSEG1");
        long identity = number(24, 8);
        List<FoundRecord> records = new ArrayList<>();
        int at = 64;
        int previous = 0;
        while (at + 64 <= file.length && isText(at, "HREC") && u32(at + 60) == crc32c(file, at, at + 60)) {
            require(u16(at + 4) == 1 && u16(at + 6) == 0, "the kind of a record");
            require(number(at + 8, 8) == at, "a displaced record");
            require(number(at + 16, 8) == identity, "a record of another file");
            require(u32(at + 44) == previous, "a record is missing");
            previous = u32(at + 60);
            int pieces = u32(at + 32);
            int payload = u32(at + 36);
            int table = at + 64;
            int payloadAt = table + 32 * pieces;
            require(u32(at + 40) == crc32c(file, table, payloadAt + payload), "the body's checksum");
            int length = 64 + 32 * pieces + (payload + 7) / 8 * 8;
            records.add(new FoundRecord(at, length, number(at + 24, 8), pieces(table, pieces, payloadAt)));
            at += length;
        }
        return new FoundSegment(number(16, 8), identity, records);
    }

    private List<FoundPiece> pieces(int table, int count, int payloadAt) {
        List<FoundPiece> pieces = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int at = table + 32 * index;
            int from = payloadAt + u32(at + 28);
            pieces.add(new FoundPiece(
                    number(at, 4),
                    file[at + 4],
                    file[at + 5],
                    u16(at + 6),
                    number(at + 8, 8),
                    number(at + 16, 8),
                    ByteBuffer.wrap(Arrays.copyOfRange(file, from, from + u32(at + 24)))));
        }
        return pieces;
    }

    FoundJournal journal() {
        if (file.length < 64) {
            return new FoundJournal(0, List.of(), file.length);
        }
        requireHeader("HPVMJNL1");
        List<byte[]> entries = new ArrayList<>();
        int at = 64;
        while (isEntry(at, entries.size())) {
            int end = at + 16 + u32(at);
            entries.add(Arrays.copyOfRange(file, at + 16, end));
            at = end;
        }
        for (int later = at; later + 16 <= file.length; later++) {
            long sequence = number(later + 8, 8);
            boolean skips = sequence > entries.size() && sequence < entries.size() + 1000L && isEntry(later, sequence);
            require(!skips, "a damaged entry before a whole one");
        }
        return new FoundJournal(number(16, 8), entries, file.length - at);
    }

    private boolean isEntry(int at, long sequence) {
        if (at + 16 > file.length) {
            return false;
        }
        long length = number(at, 4);
        return length <= 64 << 20
                && at + 16 + length <= file.length
                && number(at + 8, 8) == sequence
                && u32(at + 4) == crc32c(file, at + 8, at + 16 + (int) length);
    }

    /** The checksums that the journal keeps of a base. */
    List<Integer> checksumsOfBase() {
        List<Integer> checksums = new ArrayList<>();
        for (int at = 0; at < file.length; at += 1 << 20) {
            checksums.add(crc32c(file, at, Math.min(file.length, at + (1 << 20))));
        }
        return checksums;
    }
}
