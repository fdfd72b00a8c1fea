package org.hpvm.yarn.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenIdentifier;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenSecretManager;
import org.apache.hadoop.yarn.util.ConverterUtils;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.Publication;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Tokens for the server. A cluster with Kerberos gives them to the user; on another one a client signs its own with a
 * key, which the server leaves where only the user may read, so that he may look from a second command.
 */
public final class ClientTokens {
    private static final int MOST_BYTES = 1024;

    private ClientTokens() {}

    /** Gives the key, where YARN gives no token. */
    @FunctionalInterface
    interface Key {
        byte[] get() throws IOException;
    }

    static Token<ClientToAMTokenIdentifier> token(ApplicationReport report, InetSocketAddress address, Key key)
            throws IOException {
        if (report.getClientToAMToken() != null) {
            return ConverterUtils.convertFromYarn(report.getClientToAMToken(), address);
        }
        ClientToAMTokenIdentifier identifier = new ClientToAMTokenIdentifier(
                report.getCurrentApplicationAttemptId(),
                UserGroupInformation.getCurrentUser().getShortUserName());
        return new Token<>(
                identifier, new ClientToAMTokenSecretManager(report.getCurrentApplicationAttemptId(), key.get()));
    }

    /** Leaves the key for the user's other clients; every attempt of a server has the same. */
    public static void publish(byte[] key, FileSystem files, ApplicationDirectory directory) throws IOException {
        if (UserGroupInformation.isSecurityEnabled()) {
            return;
        }
        CommitOutcome outcome = Publication.publish(files, directory.clientKey(), out -> out.write(key));
        boolean isKnown = outcome.match(committed -> true, conflict -> true, unknown -> false);
        if (!isKnown) {
            throw new HpvmException(ErrorCode.UNKNOWN, "leave a key for clients in " + directory.clientKey());
        }
    }

    static byte[] published(FileSystem files, ApplicationDirectory directory) throws IOException {
        try (InputStream in = files.open(directory.clientKey())) {
            return in.readNBytes(MOST_BYTES);
        }
    }
}
