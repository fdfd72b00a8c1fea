package org.hpvm.dfs.segment;

import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * One merged range: which bytes of which share, by which task, and what is done to them.
 *
 * @param share the share's number in its application
 * @param type what the bytes are; {@link ElementType#BYTES} for a plain write
 * @param attempt counts the runs of the task from 1
 * @param range bytes of the share; at most 2^31-1 of them
 */
public record Piece(int share, Operation operation, ElementType type, long task, int attempt, ByteRange range) {

    public Piece {
        if (range.length() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a piece of " + range.length() + " bytes does not fit in a record");
        }
        if (operation != Operation.WRITE && !operation.combines(type)) {
            throw new IllegalArgumentException(operation + " has no meaning for " + type);
        }
        if (operation != Operation.WRITE && (range.start() % type.width() != 0 || range.end() % type.width() != 0)) {
            throw new IllegalArgumentException(
                    operation + " of bytes " + range.start() + " to " + range.end() + " cuts elements of " + type);
        }
    }

    public static Piece write(int share, long task, int attempt, long start, long end) {
        return new Piece(share, Operation.WRITE, ElementType.BYTES, task, attempt, new ByteRange(start, end));
    }

    public int length() {
        return (int) range.length();
    }

    /** Whether the next piece goes on where this one ends, so that the two may be written as one. */
    boolean continuesWith(Piece next) {
        return share == next.share
                && operation == next.operation
                && type == next.type
                && task == next.task
                && attempt == next.attempt
                && range.end() == next.range.start()
                && range.length() + next.range.length() <= Integer.MAX_VALUE;
    }
}
