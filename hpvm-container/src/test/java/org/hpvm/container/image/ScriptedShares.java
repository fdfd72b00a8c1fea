package org.hpvm.container.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/** Shares whose versions a test writes down, given in pieces of a few bytes; only what changed where that is known. */
final class ScriptedShares implements ShareSource {
    private static final int PIECE_BYTES = 7;

    private final Map<String, Share> shares = new HashMap<>();

    @SuppressWarnings("IdentityHashMapUsage") // which answer was read, not what it says
    private final Map<Content, Held> differenceTo = new IdentityHashMap<>();

    private int numbers;
    private int failures;
    private int reads;
    private long bytesWritten;
    private boolean mayAnswerWithDifferences = true;

    private record Share(int number, ElementType type, List<byte[]> versions) {}

    /** Makes a share, also under a name that was used before; its version 0 is zeros. */
    synchronized void make(String name, ElementType type, int size) {
        shares.put(name, new Share(++numbers, type, new ArrayList<>(List.of(new byte[size]))));
    }

    /** The next version of a share; what a spawn sees is the last. */
    synchronized void publish(String name, byte[] content) {
        share(name).versions().add(content.clone());
    }

    synchronized byte[] newest(String name) {
        List<byte[]> versions = share(name).versions();
        return versions.get(versions.size() - 1).clone();
    }

    synchronized void answerWithDifferences(boolean may) {
        mayAnswerWithDifferences = may;
    }

    /** The next reads break off in the middle. */
    synchronized void failNextReads(int count) {
        failures = count;
    }

    synchronized int reads() {
        return reads;
    }

    synchronized long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public synchronized Content describe(long spawn, String name, Optional<Held> held) throws IOException {
        if (!shares.containsKey(name)) {
            throw new HpvmException(ErrorCode.NOSHARE, "get share " + name + ": there is none");
        }
        Share share = share(name);
        boolean isDifference =
                mayAnswerWithDifferences && held.isPresent() && held.get().number() == share.number();
        Content content = new Content(
                share.number(),
                new ShareName(name),
                share.type(),
                share.versions().get(0).length,
                new ShareVersion(share.versions().size() - 1, null, ExtentMap.EMPTY),
                isDifference,
                Map.of());
        if (isDifference) {
            differenceTo.put(content, held.get());
        }
        return content;
    }

    @Override
    public synchronized void read(Content content, ShareTarget target) throws IOException {
        List<byte[]> versions = share(content.name().toString()).versions();
        byte[] wanted = versions.get((int) content.version().number());
        Held held = differenceTo.remove(content);
        byte[] had = held == null ? new byte[wanted.length] : versions.get((int) held.version());
        reads++;
        for (int start = 0; start < wanted.length; start += PIECE_BYTES) {
            int end = Math.min(wanted.length, start + PIECE_BYTES);
            if (failures > 0 && start > wanted.length / 2) {
                failures--;
                throw new IOException("the connection broke");
            }
            if (!Arrays.equals(wanted, start, end, had, start, end)) {
                give(wanted, start, end, target);
            }
        }
    }

    private void give(byte[] wanted, int start, int end, ShareTarget target) throws IOException {
        bytesWritten += end - start;
        if (Arrays.equals(wanted, start, end, new byte[end - start], 0, end - start)) {
            target.clear(new ByteRange(start, end));
        } else {
            target.write(start, ByteBuffer.wrap(wanted, start, end - start));
        }
    }

    private Share share(String name) {
        Share share = shares.get(name);
        if (share == null) {
            throw new IllegalArgumentException("the test made no share " + name);
        }
        return share;
    }
}
