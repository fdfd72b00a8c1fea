package org.hpvm.yarn.gateway;

import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Where shares come from and go to that reach further than their program.
 *
 * @param keep where they are kept at the parent's end, if they are
 * @param given where those are that it begins with, if there are such
 */
public record ShareDirectories(Optional<Path> keep, Optional<Path> given) {}
