package org.hpvm.container.output;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines in front of a piece of what a task printed.
 *
 * @param lines without their ends; views of the piece
 * @param bytes how much of the piece they take
 */
record CutLines(List<ByteBuffer> lines, int bytes) {
    CutLines {
        lines = List.copyOf(lines);
    }

    /**
     * Cuts a piece into lines. What has no end stays, unless nothing can follow: because the task has ended, or because
     * the piece is as much as is held of a line.
     */
    static CutLines of(ByteBuffer piece, boolean isLast) {
        List<ByteBuffer> lines = new ArrayList<>();
        int from = piece.position();
        for (int at = from; at < piece.limit(); at++) {
            if (piece.get(at) == '\n') {
                lines.add(piece.slice(from, at - from));
                from = at + 1;
            }
        }
        boolean isFull = from == 0 && piece.limit() == piece.capacity();
        if (from < piece.limit() && (isLast || isFull)) {
            lines.add(piece.slice(from, piece.limit() - from));
            from = piece.limit();
        }
        return new CutLines(lines, from - piece.position());
    }
}
