package org.hpvm.dfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseReplicasTest {
    private final BaseReplicas replicas = new BaseReplicas(new RawLocalFileSystem(), new ByteSize(1000));

    @ParameterizedTest(name = "{0} bytes for {1} machines: {2}")
    @CsvSource({
        "999, 1000, 1",
        "1000, 0, 0",
        "1000, 1, 1",
        "1000, 2, 2",
        "1000, 9, 3",
        "1000, 10, 4",
        "1000, 100, 10",
        "10000000000, 10000, 100"
    })
    void aLargeBaseHasAsManyReplicasAsTheRootOfItsReaders(long bytes, int readers, int wanted) {
        assertThat(replicas.wanted(bytes, readers)).isEqualTo(wanted);
    }
}
