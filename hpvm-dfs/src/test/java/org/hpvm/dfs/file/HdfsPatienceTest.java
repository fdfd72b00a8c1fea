package org.hpvm.dfs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HdfsPatienceTest {
    private final Deque<IOException> failures = new ArrayDeque<>();
    private int times;

    private void work() throws IOException {
        times++;
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }

    @Test
    void triesAgainUntilHdfsIsBack() throws IOException {
        failures.add(new IOException("Connection refused"));
        failures.add(new HpvmException(ErrorCode.UNAVAILABLE, "read a share: no DataNode has the block"));

        HdfsPatience.USUAL.run(this::work);

        assertThat(times).isEqualTo(3);
    }

    @Test
    void givesUpInTheEndWithTheLastFailure() {
        failures.add(new IOException("the first"));
        failures.add(new IOException("the last"));

        assertThatThrownBy(() -> new HdfsPatience(Duration.ofMillis(10)).run(this::work))
                .hasMessage("the last");
        assertThat(times).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("finalFailures")
    void doesNotTryAgainWhatCannotChange(IOException failure) {
        failures.add(failure);

        assertThatThrownBy(() -> HdfsPatience.USUAL.run(this::work)).isSameAs(failure);
        assertThat(times).isEqualTo(1);
    }

    static List<IOException> finalFailures() {
        return List.of(
                new DSQuotaExceededException(10, 20),
                new AccessControlException("root"),
                new FileNotFoundException("/base"),
                new HpvmException(ErrorCode.CHECKSUM, "read a base"));
    }
}
