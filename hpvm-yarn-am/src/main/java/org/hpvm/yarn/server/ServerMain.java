package org.hpvm.yarn.server;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.hpvm.container.agent.ContainerEnvironment;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.settings.HpvmSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ApplicationMaster of an application. */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);
    private static final int OK = 0;
    private static final int FAILED = 1;

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
                server.serve();
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
}
