package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenIdentifier;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenSecretManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hpvm.container.protocol.AgentProtocol;
import org.hpvm.container.protocol.AgentTokenIdentifier;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.proto.client.PingRequest;
import org.hpvm.yarn.protocol.ClientProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who has no token of an application is not served at either port of its server. */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class UnauthenticatedCallerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void bothPortsRefuseAllButTheHoldersOfTheApplicationsTokens(EmbeddedCluster cluster) throws Exception {
        Process command = hpvm.startHpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("sleep_forever").toString());
        try {
            ApplicationReport running = await(() -> runningApplication(cluster.configuration()));
            Path agent = await(() -> agentProcess(cluster));
            Token<? extends TokenIdentifier> agents = tokenOf(agent);
            InetSocketAddress agentPort = agentPort(agent);
            InetSocketAddress clientPort = new InetSocketAddress(running.getHost(), running.getRpcPort());
            String container = variable(agent, "CONTAINER_ID").orElseThrow();

            // A refusal below is not for want of knowing how to call.
            askForAShare(agentPort, Optional.of(agents));

            assertThatThrownBy(() -> askForAShare(agentPort, Optional.empty())).hasStackTraceContaining("not enabled");
            assertIsRefused(() ->
                    askForAShare(agentPort, Optional.of(ApplicationSecret.draw().token(container))));
            assertIsRefused(() -> askForAShare(agentPort, Optional.of(forged(agents))));
            assertThatThrownBy(() -> ping(clientPort, Optional.empty())).hasStackTraceContaining("not enabled");
            assertIsRefused(() -> ping(clientPort, Optional.of(clientToken(attemptOf(running, 0)))));
            assertIsRefused(() -> ping(clientPort, Optional.of(clientToken(attemptOf(running, 1)))));
        } finally {
            command.destroy();
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void assertIsRefused(ThrowingCallable call) {
        assertThatThrownBy(call).hasStackTraceContaining("DIGEST-MD5");
    }

    private static ApplicationAttemptId attemptOf(ApplicationReport running, int later) {
        ApplicationId id = running.getApplicationId();
        return ApplicationAttemptId.newInstance(
                ApplicationId.newInstance(id.getClusterTimestamp(), id.getId() + later), 1);
    }

    /** Of an attempt of this application or of another, signed with a key that is not its own. */
    private static Token<ClientToAMTokenIdentifier> clientToken(ApplicationAttemptId attempt) {
        byte[] key = "a key of somebody else's".getBytes(StandardCharsets.US_ASCII);
        return new Token<>(
                new ClientToAMTokenIdentifier(attempt, "root"), new ClientToAMTokenSecretManager(attempt, key));
    }

    /** The right identifier with a password that is nearly right. */
    private static Token<TokenIdentifier> forged(Token<? extends TokenIdentifier> token) {
        byte[] password = token.getPassword().clone();
        password[0] ^= 1;
        return new Token<>(token.getIdentifier(), password, token.getKind(), token.getService());
    }

    private static void ping(InetSocketAddress server, Optional<Token<? extends TokenIdentifier>> token)
            throws Exception {
        ClientProtocol calls = proxy(ClientProtocol.class, ClientProtocol.VERSION, server, token);
        try {
            calls.ping(null, PingRequest.getDefaultInstance());
        } finally {
            RPC.stopProxy(calls);
        }
    }

    private static void askForAShare(InetSocketAddress server, Optional<Token<? extends TokenIdentifier>> token)
            throws Exception {
        AgentProtocol calls = proxy(AgentProtocol.class, AgentProtocol.VERSION, server, token);
        try {
            calls.share(null, ShareRequest.newBuilder().setName("nowhere").build());
        } finally {
            RPC.stopProxy(calls);
        }
    }

    private static <T> T proxy(
            Class<T> protocol, long version, InetSocketAddress server, Optional<Token<? extends TokenIdentifier>> token)
            throws IOException {
        Configuration configuration = new Configuration();
        RPC.setProtocolEngine(configuration, protocol, ProtobufRpcEngine2.class);
        UserGroupInformation user = UserGroupInformation.createRemoteUser("intruder");
        if (token.isPresent()) {
            SecurityUtil.setTokenService(token.get(), server);
            user.addToken(token.get());
        }
        return RPC.getProtocolProxy(
                        protocol,
                        version,
                        server,
                        user,
                        configuration,
                        NetUtils.getDefaultSocketFactory(configuration),
                        10_000,
                        null)
                .getProxy();
    }

    private static Optional<ApplicationReport> runningApplication(Configuration configuration) throws Exception {
        YarnClient yarn = YarnClient.createYarnClient();
        yarn.init(configuration);
        yarn.start();
        try (yarn) {
            return yarn.getApplications().stream()
                    .filter(report -> report.getYarnApplicationState() == YarnApplicationState.RUNNING)
                    .findFirst();
        }
    }

    /** The environment of an agent that runs a kernel. */
    private static Optional<Path> agentProcess(EmbeddedCluster cluster) {
        return cluster.processes().alive().stream()
                .filter(process -> process.info().commandLine().orElse("").contains("trees/sleep_forever")
                        || process.info().commandLine().orElse("").contains("AgentMain"))
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(process -> variable(process, "HPVM_SERVER").isPresent())
                .findFirst();
    }

    private static Optional<String> variable(Path process, String name) {
        try {
            String all = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(all.split("\0", -1))
                    .filter(variable -> variable.startsWith(name + "="))
                    .map(variable -> variable.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        }
    }

    private static InetSocketAddress agentPort(Path process) {
        return NetUtils.createSocketAddr(variable(process, "HPVM_SERVER").orElseThrow());
    }

    private static Token<? extends TokenIdentifier> tokenOf(Path process) throws IOException {
        Path file = Path.of(variable(process, "HADOOP_TOKEN_FILE_LOCATION").orElseThrow());
        Credentials credentials = Credentials.readTokenStorageFile(file.toFile(), new Configuration());
        List<Token<? extends TokenIdentifier>> tokens = credentials.getAllTokens().stream()
                .filter(token -> token.getKind().equals(AgentTokenIdentifier.KIND))
                .<Token<? extends TokenIdentifier>>map(token -> token)
                .toList();
        assertThat(tokens).hasSize(1);
        return tokens.get(0);
    }

    private static <T> T await(Callable<Optional<T>> look) throws Exception {
        List<T> found = new ArrayList<>();
        Deadline.in(LIMIT).require("the application and an agent", () -> "neither", () -> {
            try {
                look.call().ifPresent(found::add);
            } catch (Exception e) {
                throw new IOException(e);
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }
}
