package org.hpvm.yarn.settings;

import java.time.Duration;
import org.hpvm.model.ByteSize;

/**
 * How the server keeps what shares take in HDFS within bounds.
 *
 * @param leastWritten so much of a share must have been written before it is compacted
 * @param grace what nobody names is removed after so long at the earliest, and twice that as a rule
 */
public record UpkeepTerms(ByteSize leastWritten, Duration grace) {}
