package org.hpvm.yarn.gateway;

import java.nio.ByteBuffer;
import java.util.List;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.dfs.share.Extent;
import org.hpvm.error.HpvmException;

/** What a gateway says to a parent; the format is in {@code docs/protocols/parent-protocol.md}. */
final class ParentFrames {
    static final int HELLO = 1;
    static final int SHARE = 2;
    static final int SHARE_MAPPED = 3;
    static final int UNSHARE = 4;
    static final int CHANGED = 5;
    static final int SPAWN = 6;
    static final int ARGUMENTS = 7;
    static final int FAILED = 8;
    static final int ERROR_SEEN = 9;
    static final int VERSION = 1;

    private static final int WELCOME = 101;
    private static final int REPLY = 102;
    private static final int ARGUMENTS_WANTED = 103;
    private static final int MERGED = 104;
    private static final int SPAWN_DONE = 105;

    private ParentFrames() {}

    static ByteBuffer welcome(String gateway) {
        return new FrameBuilder(WELCOME).u16(VERSION).string(gateway).build();
    }

    static ByteBuffer reply(String path) {
        return new FrameBuilder(REPLY).i32(0).string("").string(path).build();
    }

    static ByteBuffer refusal(HpvmException why) {
        return new FrameBuilder(REPLY)
                .i32(why.code().status())
                .string(String.valueOf(why.getMessage()))
                .string("")
                .build();
    }

    static ByteBuffer argumentsWanted(long first, int count) {
        return new FrameBuilder(ARGUMENTS_WANTED).i64(first).i32(count).build();
    }

    static ByteBuffer merged(String share, List<Extent> extents) {
        FrameBuilder frame = new FrameBuilder(MERGED).string(share).i32(extents.size());
        extents.forEach(extent -> frame.i64(extent.start()).i64(extent.end()));
        return frame.build();
    }

    static ByteBuffer spawnDone() {
        return new FrameBuilder(SPAWN_DONE).i32(0).string("").build();
    }

    static ByteBuffer spawnFailed(HpvmException why) {
        return new FrameBuilder(SPAWN_DONE)
                .i32(why.code().status())
                .string(String.valueOf(why.getMessage()))
                .build();
    }
}
