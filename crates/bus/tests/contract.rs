//! Every bus passes the same suite.

use tillside_bus::{contract, memory::Hub};

#[tokio::test]
async fn memory_keeps_the_contract() {
    let hub = Hub::default();
    contract::run(|sink| hub.join(sink)).await;
}
