package org.hpvm.container.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class ApplicationSecretTest {
    private static final String CONTAINER = "container_1_0001_01_000002";

    @Test
    void acceptsTheTokensItMade() throws IOException {
        ApplicationSecret secret = ApplicationSecret.draw();
        Token<AgentTokenIdentifier> token = secret.token(CONTAINER);

        assertThat(secret.retrievePassword(decoded(token))).isEqualTo(token.getPassword());
    }

    @Test
    void refusesTheTokensOfAnotherApplication() throws IOException {
        Token<AgentTokenIdentifier> foreign = ApplicationSecret.draw().token(CONTAINER);

        assertThat(ApplicationSecret.draw().retrievePassword(decoded(foreign))).isNotEqualTo(foreign.getPassword());
    }

    @Test
    void refusesAPasswordUnderAnotherContainersName() {
        ApplicationSecret secret = ApplicationSecret.draw();
        Token<AgentTokenIdentifier> token = secret.token(CONTAINER);

        assertThat(secret.retrievePassword(new AgentTokenIdentifier("container_1_0001_01_000003")))
                .isNotEqualTo(token.getPassword());
    }

    @Test
    void anAttemptThatReadsTheCredentialsAcceptsTheTokensOfTheOneBefore() throws IOException {
        ApplicationSecret first = ApplicationSecret.draw();
        Credentials credentials = new Credentials();
        first.addTo(credentials);
        Token<AgentTokenIdentifier> token = first.token(CONTAINER);

        ApplicationSecret second = ApplicationSecret.of(written(credentials));

        assertThat(second.retrievePassword(decoded(token))).isEqualTo(token.getPassword());
        assertThat(second.clientKey()).isEqualTo(first.clientKey());
    }

    @Test
    void credentialsWithoutTheSecretAreTold() {
        assertThatThrownBy(() -> ApplicationSecret.of(new Credentials()))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("the container was started without it");
    }

    @Test
    void theKeyOfClientsIsNoAgentsPassword() {
        ApplicationSecret secret = ApplicationSecret.draw();

        assertThat(secret.clientKey())
                .isNotEqualTo(secret.token("client").getPassword())
                .isNotEqualTo(ApplicationSecret.draw().clientKey());
    }

    @Test
    void aTokenNamesItsContainer() throws IOException {
        AgentTokenIdentifier identifier = decoded(ApplicationSecret.draw().token(CONTAINER));

        assertThat(identifier.container()).isEqualTo(CONTAINER);
        assertThat(identifier.getUser().getUserName()).isEqualTo(CONTAINER);
        assertThat(identifier.getKind()).isEqualTo(new Text("HPVM_AGENT_TOKEN"));
    }

    @Test
    void anAgentFindsItsTokenAmongOthersWhateverTheServersAddress() {
        Token<AgentTokenIdentifier> ours = ApplicationSecret.draw().token(CONTAINER);
        Token<TokenIdentifier> other =
                new Token<>(new byte[1], new byte[1], new Text("HDFS_DELEGATION_TOKEN"), new Text("nn:8020"));
        AgentTokenSelector selector = new AgentTokenSelector();

        assertThat(selector.selectToken(new Text("am:4711"), List.of(other, ours)))
                .isEqualTo(ours);
        assertThat(selector.selectToken(new Text("am:4711"), List.of(other))).isNull();
    }

    /** As Hadoop's server does it: the bytes of the caller, read into a fresh identifier. */
    private static AgentTokenIdentifier decoded(Token<AgentTokenIdentifier> token) throws IOException {
        AgentTokenIdentifier identifier = ApplicationSecret.draw().createIdentifier();
        DataInputBuffer bytes = new DataInputBuffer();
        bytes.reset(token.getIdentifier(), token.getIdentifier().length);
        identifier.readFields(bytes);
        return identifier;
    }

    private static Credentials written(Credentials credentials) throws IOException {
        DataOutputBuffer out = new DataOutputBuffer();
        credentials.writeTokenStorageToStream(out);
        DataInputBuffer in = new DataInputBuffer();
        in.reset(out.getData(), out.getLength());
        Credentials read = new Credentials();
        read.readTokenStorageStream(in);
        return read;
    }
}
