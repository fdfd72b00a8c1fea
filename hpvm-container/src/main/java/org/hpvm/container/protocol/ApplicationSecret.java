package org.hpvm.container.protocol;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The secret of one application, from which the passwords of its agents are made. The client draws it and gives it to
 * the ApplicationMaster among the container's credentials, so that every attempt of the server has the same.
 *
 * <p>Hadoop's RPC refuses a caller whose password is not the one made from its identifier. Thread-safe.
 */
public final class ApplicationSecret extends SecretManager<AgentTokenIdentifier> {
    private static final Text NAME = new Text("hpvm.application.secret");
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private ApplicationSecret(byte[] secret) {
        this.secret = secret;
    }

    public static ApplicationSecret draw() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new ApplicationSecret(secret);
    }

    /**
     * The secret among a process' credentials.
     *
     * @throws HpvmException if it is not there
     */
    public static ApplicationSecret of(Credentials credentials) throws HpvmException {
        byte[] secret = credentials.getSecretKey(NAME);
        if (secret == null) {
            throw new HpvmException(
                    ErrorCode.INTERNAL, "read the application's secret: the container was started without it");
        }
        return new ApplicationSecret(secret);
    }

    public void addTo(Credentials credentials) {
        credentials.addSecretKey(NAME, secret.clone());
    }

    /** The key that signs the tokens of clients, where YARN gives none because the cluster is not secure. */
    public byte[] clientKey() {
        return createPassword("client".getBytes(StandardCharsets.US_ASCII), key());
    }

    /** A token for the agent of a container. */
    public Token<AgentTokenIdentifier> token(String container) {
        return new Token<>(new AgentTokenIdentifier(container), this);
    }

    @Override
    protected byte[] createPassword(AgentTokenIdentifier identifier) {
        return createPassword(identifier.getBytes(), key());
    }

    @Override
    public byte[] retrievePassword(AgentTokenIdentifier identifier) {
        return createPassword(identifier);
    }

    @Override
    public AgentTokenIdentifier createIdentifier() {
        return new AgentTokenIdentifier();
    }

    private SecretKey key() {
        return createSecretKey(secret);
    }
}
