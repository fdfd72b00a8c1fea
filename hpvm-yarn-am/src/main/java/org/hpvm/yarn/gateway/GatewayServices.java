package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.share.ShareFolder;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.proto.client.DropShareRequest;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.client.Storage;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.settings.TaskLimits;
import org.jspecify.annotations.Nullable;

/**
 * What a parent's session works with; the server is waited for when it is first needed. Owned by one session at a time.
 */
public final class GatewayServices implements AutoCloseable {
    private static final int READERS = 4;

    private final Storage storage;
    private final HpvmSettings settings;
    private final RunningServer server;
    private final ApplicationDirectory directory;
    private final TreeStore trees;
    private final String application;
    private final SpawnAudience audience;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, work -> {
        Thread thread = new Thread(work, "read");
        thread.setDaemon(true);
        return thread;
    });
    private final Optional<ShareKeeper> keeper;
    private final Optional<GivenShares> given;
    private @Nullable SharePublisher publisher;

    /**
     * Begins without a link to the server.
     *
     * @param defaultTree stands for the kernel tree {@code ""}; may be empty
     */
    public GatewayServices(
            Storage storage,
            HpvmSettings settings,
            RunningServer server,
            String application,
            String defaultTree,
            ShareDirectories directories,
            SpawnAudience audience) {
        this.storage = storage;
        this.settings = settings;
        this.server = server;
        this.directory = storage.root().application(application);
        this.trees = new TreeStore(storage, defaultTree);
        this.application = application;
        this.audience = audience;
        this.keeper = directories
                .keep()
                .map(kept -> new ShareKeeper(new KeptShares(storage.files(), kept), server, audience::notice));
        this.given = directories
                .given()
                .map(kept -> new GivenShares(new KeptShares(storage.files(), kept), readers, audience::notice));
    }

    /** Kept shares that a parent begins with, if there are such. */
    Optional<GivenShares> given() {
        return given;
    }

    /** Keeps the parents' shares; empty if they go with the parent. */
    public Optional<ShareKeeper> keeper() {
        return keeper;
    }

    ImagePlaces shadows() {
        return new ImagePlaces(
                settings.memoryDirectory(),
                settings.memoryShare(),
                java.nio.file.Path.of(System.getProperty("java.io.tmpdir")));
    }

    TreeStore trees() {
        return trees;
    }

    TaskLimits limits() {
        return settings.taskLimits();
    }

    /** Our number at the server. */
    int client() throws IOException {
        return server.client();
    }

    /** @param progress hears how many tasks are done */
    SpawnCall call(SpawnCall.ProgressListener progress) {
        return new SpawnCall(server, application, audience, progress);
    }

    /** How many lines a second of what tasks print are to be shown. */
    int watchedLines() {
        return audience.wantsOutput() ? settings.watchedLines() : 0;
    }

    /** @param order of the parent */
    SpawnResult result(ByteOrder order) throws IOException {
        return new SpawnResult(
                new ShareReader(storage.files(), directory::segment, readers),
                new ShareFolder(storage.files(), directory::segment, readers),
                order);
    }

    SharePublisher publisher() throws IOException, InterruptedException {
        SharePublisher made = publisher;
        if (made == null) {
            int client = server.client();
            made = new SharePublisher(
                    server,
                    client,
                    storage.files(),
                    directory,
                    new SegmentLog(
                            storage.files(),
                            directory::segment,
                            client,
                            settings.segment().bytes()),
                    settings.mostInReport());
            publisher = made;
        }
        return made;
    }

    void drop(LocalShare share) throws IOException, InterruptedException {
        if (share.number() != 0) {
            int client = server.client();
            ServerConnection.require(server.call(calls -> calls.dropShare(
                    null,
                    DropShareRequest.newBuilder()
                            .setNumber(share.number())
                            .setClient(client)
                            .build())));
        }
    }

    void ran(long tasks, List<MachineUse> uses) {
        audience.ran(tasks, uses);
    }

    @Override
    public void close() throws IOException {
        readers.shutdownNow();
        if (publisher != null) {
            publisher.close();
        }
    }
}
