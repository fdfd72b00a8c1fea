package org.hpvm.container.agent;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process in a YARN container that serves one machine. It ends when the server says so, or cannot be reached any
 * more.
 */
public final class AgentMain {
    private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);
    private static final int OK = 0;
    private static final int FAILED = 1;

    private AgentMain() {}

    public static void main(String[] arguments) {
        System.exit(run());
    }

    private static int run() {
        try {
            ContainerEnvironment environment = ContainerEnvironment.of(System.getenv());
            AgentSettings settings = AgentSettings.readAll(new SettingsReader(environment.properties()));
            Configuration configuration = new Configuration();
            environment.properties().forEach(configuration::set);
            UserGroupInformation.setConfiguration(configuration);
            try (Agent agent = Agent.start(environment, settings, configuration)) {
                agent.serve();
            }
            return OK;
        } catch (HpvmException e) {
            LOG.error("{}", e.getMessage());
            return FAILED;
        } catch (IOException e) {
            LOG.error("agent failed", e);
            return FAILED;
        }
    }
}
