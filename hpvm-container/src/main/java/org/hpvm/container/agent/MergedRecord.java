package org.hpvm.container.agent;

import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.proto.share.RecordMessage;
import org.jspecify.annotations.Nullable;

/**
 * What tasks have merged, first as bytes in memory, then as the server is told of it. Not thread-safe; handed from a
 * worker's thread to the reporter's.
 */
final class MergedRecord {
    private @Nullable SegmentRecord bytes;
    private @Nullable RecordMessage message;

    MergedRecord(SegmentRecord bytes) {
        this.bytes = bytes;
    }

    /** Whether it is ready to be reported. */
    boolean isStored() {
        return message != null;
    }

    /** Bytes in memory. */
    long payloadBytes() {
        return bytes == null ? 0 : bytes.payloadBytes();
    }

    SegmentRecord bytes() {
        if (bytes == null) {
            throw new IllegalStateException("the bytes are stored already");
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
