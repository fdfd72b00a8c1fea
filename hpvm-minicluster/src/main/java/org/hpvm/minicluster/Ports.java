package org.hpvm.minicluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Chooses the port of each service. */
@FunctionalInterface
public interface Ports {
    /** The port for another service at that address. */
    int next(String address);

    /** The kernel chooses when the service binds; for services that are never started again. */
    static Ports any() {
        return address -> 0;
    }

    /**
     * Ports that nobody listens on now. They lie below Linux's ephemeral range, 32768 and up, so that no outgoing
     * connection takes one while its daemon is down.
     */
    static Ports free(RandomGenerator random) {
        return address -> {
            for (int tries = 0; tries < 1000; tries++) {
                int port = random.nextInt(20_000, 32_000);
                if (isFree(address, port)) {
                    return port;
                }
            }
            throw new UncheckedIOException(new IOException("no free port found at " + address + " in 1000 tries"));
        };
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
