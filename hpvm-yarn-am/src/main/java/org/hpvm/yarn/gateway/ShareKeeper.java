package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.dfs.kept.Progress;
import org.hpvm.dfs.share.ByteSource;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ListedShare;
import org.hpvm.proto.client.SharesReply;
import org.hpvm.proto.client.SharesRequest;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.ServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in HDFS, as plain files, what a parent's shares held last. The shadow is the one place that has all of it: what
 * the last spawn merged and what was folded of its accumulations. Thread-safe; one thread at a time keeps.
 */
public final class ShareKeeper {
    private final KeptShares kept;
    private final RunningServer server;
    private final Consumer<String> notices;
    private final Set<String> names = new ConcurrentSkipListSet<>();
    private volatile @Nullable HpvmException failure;
    private volatile boolean isAtWork;

    ShareKeeper(KeptShares kept, RunningServer server, Consumer<String> notices) {
        this.kept = kept;
        this.server = server;
        this.notices = notices;
    }

    /**
     * Keeps a share that the server knows; a failure is told by {@link #failure}, since no call of the parent's asked
     * for this.
     */
    void keep(LocalShare share, ByteOrder order) {
        isAtWork = true;
        String doing = "keep share " + share.name() + " in " + kept.directory();
        try {
            kept.files().mkdirs(kept.directory());
            KeptShares.Subject subject =
                    new KeptShares.Subject(share.name(), share.type(), share.size(), order, version(share));
            Progress progress = new Progress(doing, share.size(), notices);
            ByteSource source = progress.watching(ByteSource.of(share.shadow().channel()));
            HdfsPatience.USUAL.run(() -> kept.keep(subject, source));
            names.add(share.name().text());
        } catch (IOException e) {
            HpvmException first = failure;
            failure = first == null ? HpvmException.of(e, ErrorCode.UNAVAILABLE, doing) : first;
        } finally {
            isAtWork = false;
        }
    }

    /** What was accumulated last, or written since, will be one more version once the server hears of it. */
    private long version(LocalShare share) throws IOException {
        SharesReply reply = server.call(calls -> calls.shares(null, SharesRequest.getDefaultInstance()));
        ServerConnection.require(reply.getStatus());
        long told = reply.getSharesList().stream()
                .filter(listed -> listed.getShare().getNumber() == share.number())
                .mapToLong(ListedShare::getVersion)
                .findFirst()
                .orElse(0);
        return share.writtenBytes() > 0 ? told + 1 : told;
    }

    /** Whether something is being kept at this moment. */
    boolean isAtWork() {
        return isAtWork;
    }

    public Path directory() {
        return kept.directory();
    }

    /** The names of what was kept, in their order. */
    public Set<String> names() {
        return names;
    }

    /** The first failure; what was kept beside it is kept. */
    public Optional<HpvmException> failure() {
        return Optional.ofNullable(failure);
    }
}
