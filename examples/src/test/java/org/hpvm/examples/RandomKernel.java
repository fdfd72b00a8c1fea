package org.hpvm.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.error.HpvmException;
import org.hpvm.model.Operation;
import org.hpvm.sdk.Elements;
import org.hpvm.sdk.Kernel;
import org.hpvm.sdk.TaskContext;

/** A task of a {@link RandomProgram}; its arguments are seed, spawn and the directory for marks. */
public final class RandomKernel implements Kernel {

    @Override
    public void run(TaskContext task) throws HpvmException {
        String[] words =
                StandardCharsets.UTF_8.decode(task.arguments()).toString().split(" ", 3);
        RandomProgram program = new RandomProgram(Long.parseLong(words[0]));
        int spawn = Integer.parseInt(words[1]);
        for (RandomProgram.Act act : program.acts(spawn, task.id())) {
            if (act.operation() == Operation.WRITE) {
                task.merge("share", act.values(), act.start());
            } else {
                task.accumulate("share", act.operation(), new Elements(act.type(), act.values()), act.start());
            }
        }
        if (program.diesOnce(spawn, task.id())) {
            dieOnce(Path.of(words[2], words[0] + "-" + spawn + "-" + task.id()));
        }
    }

    private static void dieOnce(Path mark) {
        try {
            Files.createFile(mark);
            Runtime.getRuntime().halt(9);
        } catch (FileAlreadyExistsException e) {
            // this is the second time
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
