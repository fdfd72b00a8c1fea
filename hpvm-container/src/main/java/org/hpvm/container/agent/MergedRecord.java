package org.hpvm.container.agent;

import java.util.List;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.share.RecordMessage;
import org.jspecify.annotations.Nullable;

/**
 * What tasks have merged, first as bytes in memory, then as the server is told of it. Not thread-safe; handed from a
 * worker's thread to the reporter's.
 */
final class MergedRecord {
    private @Nullable SegmentRecord bytes;
    private @Nullable RecordMessage message;
    private @Nullable RangeSet lost;
    private final int tableBytes;

    MergedRecord(SegmentRecord bytes) {
        this.bytes = bytes;
        this.tableBytes = bytes.table().size() * PieceTable.ENTRY_BYTES;
    }

    /** Its bytes can be written nowhere; they leave the memory. */
    void lose() {
        RangeSet tasks = new RangeSet();
        PieceTable table = bytes().table();
        for (int index = 0; index < table.size(); index++) {
            long task = table.piece(index).task();
            tasks.add(task, task + 1);
        }
        lost = tasks;
        bytes = null;
    }

    /** The tasks that merged what is lost; none if it is not. */
    List<IdRange> lostTasks() {
        return lost == null ? List.of() : lost.ranges();
    }

    /** Whether its bytes are in memory yet. */
    boolean isWaiting() {
        return bytes != null;
    }

    /** Bytes in memory. */
    long payloadBytes() {
        return bytes == null ? 0 : bytes.payloadBytes();
    }

    /** Bytes of the table, which travels in the report wherever the payload does. */
    int tableBytes() {
        return tableBytes;
    }

    SegmentRecord bytes() {
        if (bytes == null) {
            throw new IllegalStateException("the bytes are stored already, or lost");
        }
        return bytes;
    }

    RecordMessage message() {
        if (message == null) {
            throw new IllegalStateException("the bytes are not stored yet");
        }
        return message;
    }

    void stored(RecordMessage newMessage) {
        message = newMessage;
        bytes = null;
    }
}
