package org.hpvm.container.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.net.NetUtils;
import org.hpvm.container.archive.ArchiveMaker;
import org.hpvm.container.fault.FaultPlan;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.kernel.CacheUpkeep;
import org.hpvm.container.kernel.KernelCache;
import org.hpvm.container.machine.Launchers;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.machine.MachineProbe;
import org.hpvm.container.output.LiveOutput;
import org.hpvm.container.output.TaskLog;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.dfs.layout.ServerAddress;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.share.BaseReplicas;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one machine: takes orders, keeps a slot for each processor, reports. Wires the parts together and, at the end,
 * stops them in the reverse order.
 */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int READERS = 4;
    /** As a rule the server, which knows how long that may take, ends the application before. */
    private static final Duration TIME_TO_MAKE_ARCHIVE = Duration.ofMinutes(5);
    /** The one to quit: who saw no other has loaded too few classes for an archive. */
    private static final long ORDERS_WITHOUT_WORK = 1;

    private static final long WATCH_MILLISECONDS = 100;
    private static final long OUTPUT_MILLISECONDS = 100;
    private static final long JOIN_MILLISECONDS = 5_000;

    private final Optional<ArchiveMaker> archive;
    private final ServerLink server;
    private final ExecutorService readers;
    private final MergeStore merges;
    private final Reporter reporter;
    private final ShareImages images;
    private final TaskLog log;
    private final LiveOutput live;
    private final OrderBook orders;
    private final List<WorkerSlot> slots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private Agent(ContainerEnvironment environment, AgentSettings settings, Configuration configuration)
            throws IOException {
        archive = ArchiveMaker.of(System.getenv(), environment.localDirectory());
        FileSystem files = FileSystem.get(configuration);
        HpvmRoot root = new HpvmRoot(new org.apache.hadoop.fs.Path(settings.root()));
        ApplicationDirectory application = root.application(environment.application());
        readers = Executors.newFixedThreadPool(READERS, new NamedThreads("read"));
        ShareReader reader = new ShareReader(files, application::segment, readers);
        Holdings holdings = new Holdings();
        server = new ServerLink(
                new ServerCalls(
                        NetUtils.createSocketAddrForHost(
                                environment.server().getHostString(),
                                environment.server().getPort()),
                        configuration,
                        () -> ServerAddress.newest(files, application),
                        settings.serverPatience(),
                        holdings),
                holdings,
                reader,
                new BaseReplicas(files, settings.replicated()));
        Machine probed = MachineProbe.probe();
        RegisterReply welcome = server.register(RegisterRequest.newBuilder()
                .setContainer(environment.container())
                .setHost(environment.host())
                .setMachine(MachineMessages.message(probed))
                .setMakesArchive(archive.map(ArchiveMaker::isNeeded).orElse(false))
                .build());
        Machine machine = MachineMessages.asTold(probed, welcome);
        List<String> launcher = Launchers.choose(
                probed,
                machine,
                welcome.getLauncherList(),
                settings.launchers(),
                Launchers.onPath(System.getenv().getOrDefault("PATH", "/usr/bin")));
        SpawnsOnMachine spawns = new SpawnsOnMachine();
        merges = new MergeStore(
                new SegmentLog(
                        files,
                        application::segment,
                        welcome.getAgent(),
                        settings.segment().bytes()),
                settings.mostInReport(),
                spawns::mayCopy);
        live = new LiveOutput(settings.liveLines(), System.nanoTime());
        TaskQueue queue = new TaskQueue();
        reporter = new Reporter(
                merges,
                server,
                live,
                FaultPlan.ofAgent(welcome.getAgent()),
                () -> queue.size() > 0 || slots.stream().anyMatch(WorkerSlot::isRunning),
                this::fail);
        images = new ShareImages(
                server,
                new ImagePlaces(settings.memoryDirectory(), settings.memoryShare(), environment.localDirectory()));
        log = new TaskLog(welcome.getMachine(), environment.logDirectory().resolve("tasks.log"));
        WorkerStarter starter = new WorkerStarter(
                new KernelCache(
                        files,
                        root,
                        settings.machineCache().resolve("kernels"),
                        new CacheUpkeep(settings.kernelCache(), Clock.systemUTC())),
                welcome.getMachine(),
                launcher,
                WorkerEnvironment.javaCommand(),
                WorkerEnvironment.exec(environment.localDirectory()),
                WorkerEnvironment.variables(System.getenv(), settings.workerEnvironment()),
                Files.createDirectories(environment.localDirectory().resolve("workers")),
                memoryOr(environment.localDirectory(), settings.memoryDirectory()),
                (int) settings.ring().bytes());
        for (int index = 0; index < machine.processors(); index++) {
            slots.add(new WorkerSlot(machine.processors(), queue, spawns, starter, images, log, live, reporter));
        }
        orders = new OrderBook(machine, queue, spawns, images, slots, reporter);
        LOG.info(
                "agent {} serves {} with {} processors: {}{}",
                welcome.getAgent(),
                welcome.getMachine(),
                machine.processors(),
                machine,
                launcher.isEmpty() ? "" : ", its kernels run by " + String.join(" ", launcher));
    }

    private static Path memoryOr(Path other, Path memory) {
        return Files.isWritable(memory) ? memory : other;
    }

    /** Registers with the server and starts the machine's slots. */
    static Agent start(ContainerEnvironment environment, AgentSettings settings, Configuration configuration)
            throws IOException {
        Agent agent = new Agent(environment, settings, configuration);
        agent.begin("report", agent.reporter);
        for (WorkerSlot slot : agent.slots) {
            agent.begin("worker", slot);
        }
        agent.begin("watch", agent::watch);
        agent.begin("output", agent::tellOutput);
        return agent;
    }

    private void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name + "-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void watch() {
        try {
            while (!stopped) {
                Thread.sleep(WATCH_MILLISECONDS);
                for (WorkerSlot slot : slots) {
                    slot.look(System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("watch interrupted", e);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** What tasks print goes with the reports; by itself if there are none. */
    private void tellOutput() {
        try {
            while (!stopped) {
                Thread.sleep(OUTPUT_MILLISECONDS);
                server.tell(live);
            }
        } catch (InterruptedException e) {
            LOG.debug("output interrupted", e);
        }
    }

    private void fail(IOException e) {
        failure.compareAndSet(null, e);
    }

    /**
     * Carries out the server's orders until one says to quit.
     *
     * @throws IOException if the server or HDFS cannot be reached any more
     */
    void serve() throws IOException {
        while (!orders.isOver()) {
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            for (Order order : server.poll(orders.received())) {
                orders.carryOut(order);
            }
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        slots.forEach(WorkerSlot::stop);
        reporter.stop();
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLISECONDS);
            }
            readers.shutdownNow();
            if (!readers.awaitTermination(JOIN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                LOG.warn("reads of shares did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
        images.close();
        merges.close();
        if (orders.received() > ORDERS_WITHOUT_WORK) {
            archive.ifPresent(maker -> maker.make(TIME_TO_MAKE_ARCHIVE));
        }
        server.leave();
        server.close();
    }
}
