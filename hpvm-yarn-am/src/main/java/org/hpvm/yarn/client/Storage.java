package org.hpvm.yarn.client;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.dfs.layout.HpvmRoot;

/** HDFS, and where HPVM keeps what is there. */
public record Storage(Configuration configuration, FileSystem files, HpvmRoot root) {}
