package dev.runbook.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// How this program was started, to start it again.
final class Launch {

    private Launch() {}

    /// The JVM's options and the program, as the start script gave them, but with the class archive of another
    /// command.
    static List<String> options(String command) {
        var options = new ArrayList<String>();
        for (var option : ManagementFactory.getRuntimeMXBean().getInputArguments())
            options.add(option.replaceFirst("(-XX:SharedArchiveFile=.*/)[a-z-]+(\\.jsa)", "$1" + command + "$2"));
        options.add("-cp");
        options.add(System.getProperty("java.class.path"));
        options.add(Main.class.getName());
        return options;
    }
}
