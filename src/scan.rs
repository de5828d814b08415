//! Raw bytes → scans → readings.

/// What a desk's scanner sends; the `[scanner]` section of the configuration.
#[derive(Debug, Clone, Default)]
pub struct ScannerConfig {}
