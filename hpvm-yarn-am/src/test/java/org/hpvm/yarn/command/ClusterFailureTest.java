package org.hpvm.yarn.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hadoop.net.NetUtils;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class ClusterFailureTest {
    private static final Optional<String> CONF = Optional.of("/etc/hadoop");

    @Test
    void whoDoesNotAnswerIsNamedWithWhatToLookAt() {
        IOException hadoops =
                NetUtils.wrapException("bigboy", 9820, "laptop", 0, new ConnectException("Connection refused"));

        assertThat(new ClusterFailure(new IOException("failed: " + hadoops.getMessage(), hadoops), CONF).sentence())
                .isEqualTo(
                        "reach the cluster: bigboy:9820 does not answer (Connection refused); is it up, and is it the"
                                + " one that HADOOP_CONF_DIR, /etc/hadoop, names?");
    }

    @Test
    void aNameThatNobodyKnowsIsTold() {
        IOException unknown = new IOException(new UnknownHostException("bigbuoy"));

        assertThat(new ClusterFailure(unknown, Optional.empty()).sentence())
                .isEqualTo("reach the cluster: it does not answer (no machine is known as bigbuoy); is it up, and is it"
                        + " the one that the configuration names?");
    }

    @Test
    void otherFailuresKeepTheirWords() {
        IOException other = new IOException("Permission denied: user=guest\n\tat a long list");

        assertThat(new ClusterFailure(other, CONF).sentence())
                .isEqualTo("ask the cluster: Permission denied: user=guest");
        assertThat(new ClusterFailure(new HpvmException(ErrorCode.INVALID, "spawn 0 tasks"), CONF).sentence())
                .isEqualTo("spawn 0 tasks");
    }
}
