package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.hpvm.error.HpvmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix-domain socket, in a directory that only its user may enter, and serves parents one after the other.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final GatewayDirectory directory;
    private final ServerSocketChannel socket;
    private final GatewayServices services;
    private final UnseenFailure unseen = new UnseenFailure();
    private final ReentrantLock serving = new ReentrantLock();
    private final Thread thread = new Thread(this::serve, "gateway");

    /** What the last parent had shared; the server still knows it. */
    private List<LocalShare> left = List.of();

    private Gateway(GatewayDirectory directory, ServerSocketChannel socket, GatewayServices services) {
        this.directory = directory;
        this.socket = socket;
        this.services = services;
    }

    /**
     * Makes a directory and a socket in it, and serves.
     *
     * @param parent in which the directory is made; a socket's path has at most 107 bytes
     */
    public static Gateway open(GatewayServices services, Path parent) throws IOException {
        GatewayDirectory directory = GatewayDirectory.make(parent);
        Gateway gateway = new Gateway(directory, listen(directory), services);
        gateway.thread.setDaemon(true);
        gateway.thread.start();
        return gateway;
    }

    private static ServerSocketChannel listen(GatewayDirectory directory) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return socket.bind(UnixDomainSocketAddress.of(directory.socket()));
        } catch (IOException e) {
            try (directory;
                    socket) {
                throw e;
            }
        }
    }

    public Path path() {
        return directory.socket();
    }

    /**
     * What a program that has ended did not ask about, once all is read that it sent: its last words may still be on
     * their way when its process is gone.
     */
    public Optional<HpvmException> unseen() throws InterruptedException {
        boolean isOver = serving.tryLock(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        while (!isOver && services.keeper().map(ShareKeeper::isAtWork).orElse(false)) {
            isOver = serving.tryLock(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (isOver) {
            serving.unlock();
        }
        return unseen.get();
    }

    private void serve() {
        try {
            while (socket.isOpen()) {
                serveOne(socket.accept());
            }
        } catch (ClosedChannelException e) {
            LOG.debug("gateway closed", e);
        } catch (IOException e) {
            LOG.error("the gateway failed", e);
        }
    }

    private void serveOne(SocketChannel accepted) {
        serving.lock();
        try (ParentSession session = new ParentSession(accepted, services, unseen)) {
            // Not when that parent ended: as a rule the application ends with it.
            for (LocalShare share : left) {
                services.drop(share);
            }
            left = session.shares();
            try {
                session.serve();
            } finally {
                left = session.shares();
                session.keepShares();
            }
        } catch (IOException e) {
            LOG.warn("the link to the parent broke: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            serving.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        try (directory;
                socket) {
            thread.interrupt();
        }
    }
}
