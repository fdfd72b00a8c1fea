package org.hpvm.yarn.provision;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.hpvm.container.agent.AgentMain;
import org.hpvm.container.agent.ContainerEnvironment;
import org.hpvm.container.protocol.AgentTokenIdentifier;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.yarn.launch.JavaContainer;
import org.hpvm.yarn.settings.HpvmSettings;

/**
 * Makes what a container needs to run an agent.
 *
 * @param server where agents call the server
 * @param carried settings that every container gets
 */
public record AgentLauncher(
        String application,
        InetSocketAddress server,
        HpvmSettings settings,
        Map<String, String> carried,
        Map<String, LocalResource> resources,
        ApplicationSecret secret) {

    public AgentLauncher {
        carried = Map.copyOf(carried);
        resources = Map.copyOf(resources);
    }

    ContainerLaunchContext context(ContainerId container, Configuration configuration) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        environment.put(ContainerEnvironment.APPLICATION, application);
        environment.put(ContainerEnvironment.SERVER, server.getHostString() + ":" + server.getPort());
        environment.put(ContainerEnvironment.PROPERTIES, ContainerEnvironment.encode(carried));
        environment.put(
                "HADOOP_USER_NAME", UserGroupInformation.getCurrentUser().getShortUserName());
        return new JavaContainer(
                        AgentMain.class.getName(),
                        settings.agentHeap(),
                        settings.javaOptions(),
                        environment,
                        resources,
                        settings.archives())
                .context(configuration, credentials(container.toString()));
    }

    /** What the server itself was given, without what lets it speak to the ResourceManager; and a token of its own. */
    private Credentials credentials(String container) throws IOException {
        Credentials given = UserGroupInformation.getCurrentUser().getCredentials();
        Credentials credentials = new Credentials();
        for (Token<? extends TokenIdentifier> token : given.getAllTokens()) {
            if (!token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
                credentials.addToken(token.getService(), token);
            }
        }
        credentials.addToken(AgentTokenIdentifier.KIND, secret.token(container));
        return credentials;
    }
}
