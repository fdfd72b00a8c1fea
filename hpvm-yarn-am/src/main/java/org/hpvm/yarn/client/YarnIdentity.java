package org.hpvm.yarn.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which YARN an application is submitted to, written on its directory in HDFS: another YARN that does not know the
 * application must not take it for one that has ended.
 */
record YarnIdentity(String text) {
    private static final Logger LOG = LoggerFactory.getLogger(YarnIdentity.class);
    private static final String ATTRIBUTE = "user.hpvm.yarn";

    static YarnIdentity of(Configuration configuration) {
        return new YarnIdentity(
                HAUtil.isHAEnabled(configuration)
                        ? configuration.get(YarnConfiguration.RM_CLUSTER_ID, "")
                        : configuration.get(YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS));
    }

    /** Writes it on a directory; where that is not possible, nobody will be able to tell. */
    void putOn(FileSystem files, Path directory) {
        try {
            files.setXAttr(directory, ATTRIBUTE, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} gets no attribute", directory, e);
        }
    }

    /** Whether it was written on a directory. */
    boolean isOn(FileSystem files, Path directory) {
        try {
            return new String(files.getXAttr(directory, ATTRIBUTE), StandardCharsets.UTF_8).equals(text);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} has no attribute", directory, e);
            return false;
        }
    }
}
