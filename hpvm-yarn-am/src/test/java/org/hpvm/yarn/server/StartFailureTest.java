package org.hpvm.yarn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void whatEachAttemptWouldReadTheSameWayEndsTheApplication() {
        assertThat(StartFailure.wouldRecur(new HpvmException(ErrorCode.CHECKSUM, "read the journal")))
                .isTrue();
        assertThat(StartFailure.wouldRecur(new HpvmException(ErrorCode.INVALID, "read the host file")))
                .isTrue();
        assertThat(StartFailure.wouldRecur(new IllegalStateException("a defect")))
                .isTrue();
    }

    @Test
    void whatMayBeBetterNextTimeIsTriedAgain() {
        assertThat(StartFailure.wouldRecur(new HpvmException(ErrorCode.UNAVAILABLE, "reach HDFS")))
                .isFalse();
        assertThat(StartFailure.wouldRecur(new IOException("a broken pipe"))).isFalse();
    }

    @Test
    void anAttemptThatALaterOneHasReplacedDoesNotEndTheApplication() {
        assertThat(StartFailure.wouldRecur(new HpvmException(ErrorCode.REFUSED, "attempt 2 has begun already")))
                .isFalse();
    }
}
