package org.hpvm.container.jvm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.ShareMode;
import org.jspecify.annotations.Nullable;

/** The shares that kernels have named: asked for once a spawn, mapped anew only if the agent has another file. */
final class WorkerShares {
    private static final int SHARE_WANTED = 2;
    private static final long PRIVATE_BYTES_BEFORE_COLLECTION = 256L << 20;
    private static final int PRIVATE_MAPS_BEFORE_COLLECTION = 1000;

    private final AgentLink link;
    private final Map<Key, ShareView> viewsOfSpawn = new HashMap<>();
    private final Map<Key, MappedShare> mapped = new HashMap<>();
    private long privateBytes;
    private int privateMaps;

    private record Key(String name, ShareMode mode) {}

    WorkerShares(AgentLink link) {
        this.link = link;
    }

    /**
     * Another spawn begins: what the agent has told is to be asked again. What nobody asked for in the spawn that has
     * ended is closed: its file may be gone, and its memory with it only then.
     */
    void forget() throws HpvmException {
        for (Key key : Set.copyOf(mapped.keySet())) {
            if (!viewsOfSpawn.containsKey(key)) {
                close(mapped.remove(key));
            }
        }
        viewsOfSpawn.clear();
    }

    /** What the share is, without mapping it. */
    ShareView describe(String name) throws HpvmException {
        for (ShareMode mode : ShareMode.values()) {
            ShareView known = viewsOfSpawn.get(new Key(name, mode));
            if (known != null) {
                return known;
            }
        }
        return view(new Key(name, ShareMode.READ_ONLY));
    }

    /** The share as all tasks of this worker see it; a private view is made afresh and belongs to the caller. */
    MappedShare open(String name, ShareMode mode) throws HpvmException {
        Key key = new Key(name, mode);
        ShareView view = view(key);
        if (mode == ShareMode.PRIVATE) {
            collectPrivateMaps(view.size());
            return MappedShare.open(name, view, mode);
        }
        MappedShare share = mapped.get(key);
        if (share == null || !share.view().equals(view)) {
            close(share);
            share = MappedShare.open(name, view, mode);
            mapped.put(key, share);
        }
        return share;
    }

    private ShareView view(Key key) throws HpvmException {
        ShareView known = viewsOfSpawn.get(key);
        if (known != null) {
            return known;
        }
        try {
            link.send(new FrameBuilder(SHARE_WANTED)
                    .u8(key.mode().number())
                    .string(key.name())
                    .build());
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.GATEWAY, "ask for share " + key.name());
        }
        ShareView view = link.awaitShare(key.name());
        viewsOfSpawn.put(key, view);
        return view;
    }

    /**
     * Java gives a map back only when its buffers are collected, and small tasks make little garbage otherwise: without
     * this a worker whose every task writes to a private view would grow until the machine has no memory, or it has the
     * 65 530 maps that Linux allows.
     */
    private void collectPrivateMaps(long bytes) {
        privateBytes += bytes;
        privateMaps++;
        if (privateBytes > PRIVATE_BYTES_BEFORE_COLLECTION || privateMaps > PRIVATE_MAPS_BEFORE_COLLECTION) {
            System.gc();
            privateBytes = bytes;
            privateMaps = 1;
        }
    }

    private static void close(@Nullable MappedShare share) throws HpvmException {
        if (share != null) {
            try {
                share.close();
            } catch (IOException e) {
                throw HpvmException.of(e, ErrorCode.INTERNAL, "close share " + share.name());
            }
        }
    }
}
