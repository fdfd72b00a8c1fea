package org.hpvm.dfs.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class ShareTargetTest {

    @Test
    void aFullFileSystemIsNoFailureOfHdfs() throws IOException {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            ShareTarget target = ShareTarget.of(full);

            assertThatThrownBy(() -> target.write(5L << 30, ByteBuffer.allocate(8)))
                    .isInstanceOfSatisfying(
                            HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOMEMORY))
                    .hasMessageContaining("hold byte 5368709120 of a share")
                    .hasMessageContaining("No space left on device");
        }
    }
}
