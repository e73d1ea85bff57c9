package dev.runbook.app.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.app.config.TestServer;
import dev.runbook.app.web.SmallSystem;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// Tests of pages in Chromium, with one who is signed in. Skipped, with a loud line, where it is not installed:
/// `apt-get install chromium chromium-driver`.
abstract class InChromium {

    static final TestServer SERVER = TestServer.shared();
    static final SmallSystem SYSTEM = SERVER.system;

    static Chromium chromium;
    static Tab ann;

    @BeforeAll
    static void open() throws IOException {
        if (!Chromium.isInstalled())
            System.err.println("SKIPPED: every browser test, since Chromium and ChromeDriver are not installed here");
        assumeTrue(Chromium.isInstalled(), "Chromium is installed");
        chromium = Chromium.start();
        ann = chromium.open();
        ann.signIn(SERVER.address(), "ann", "password of ann");
    }

    @BeforeEach
    void atADesk() {
        ann.dress("light", 1440);
    }

    @AfterAll
    static void close() throws IOException {
        if (chromium != null) chromium.close();
    }

    static URI at(String path) {
        return SERVER.address().resolve(path);
    }
}
