package org.hpvm.yarn.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.hpvm.container.agent.ContainerEnvironment;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Storage;
import org.hpvm.yarn.launch.SubmittedProgram;
import org.hpvm.yarn.parent.GatewayHost;
import org.hpvm.yarn.parent.SharePlaces;
import org.hpvm.yarn.parent.SubmittedParent;
import org.hpvm.yarn.settings.HpvmSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ApplicationMaster of an application. */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final long PARENT_END_MILLISECONDS = 5_000;

    private ServerMain() {}

    public static void main(String[] arguments) {
        System.exit(run());
    }

    private static int run() {
        try {
            ContainerEnvironment environment = ContainerEnvironment.of(System.getenv());
            HpvmSettings settings = HpvmSettings.read(environment.properties());
            Configuration configuration = HpvmSettings.configuration();
            environment.properties().forEach(configuration::set);
            UserGroupInformation.setConfiguration(configuration);
            try (Server server = Server.start(environment, settings, configuration)) {
                Optional<Thread> parent = SubmittedProgram.of(System.getenv())
                        .map(program -> begin(parent(program, environment, settings, configuration, server)));
                server.serve();
                if (parent.isPresent()) {
                    parent.get().interrupt();
                    parent.get().join(PARENT_END_MILLISECONDS);
                }
            }
            return OK;
        } catch (HpvmException e) {
            LOG.error("{}", e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (IOException | RuntimeException e) {
            LOG.error("the server failed", e);
            return FAILED;
        }
    }

    private static Thread begin(SubmittedParent parent) {
        Thread thread = new Thread(parent::run, "parent");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static SubmittedParent parent(
            SubmittedProgram program,
            ContainerEnvironment environment,
            HpvmSettings settings,
            Configuration configuration,
            Server server) {
        // The container's own directory may have too long a name for a socket; this is a short one for it.
        Path shortName = Path.of("/proc/" + ProcessHandle.current().pid() + "/cwd");
        GatewayHost.Setting setting = new GatewayHost.Setting(
                new Storage(
                        configuration, server.files(), new HpvmRoot(new org.apache.hadoop.fs.Path(settings.root()))),
                settings,
                Optional.ofNullable(System.getenv("HPVM_KERNELS")),
                Files.isDirectory(shortName) ? shortName : Path.of(System.getProperty("java.io.tmpdir")),
                SharePlaces.of(System.getenv()),
                new LoggedSpawns());
        return new SubmittedParent(
                program, environment.application(), environment.localDirectory(), server::connect, setting);
    }
}
