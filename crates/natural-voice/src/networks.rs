//! The two neural networks, run by rten on the CPU: phonemes to frames, and the letters of an unknown word to phonemes. The
//! only file that names `rten`.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView, op_registry};

use crate::Error;
use crate::release::RELEASE;
use crate::spectrum::{Frames, ROW};

/// The file of the network that turns phonemes into frames.
pub(crate) const SPEECH_FILE: &str = "hibari.onnx";
/// The file of the network that turns letters into phonemes.
pub(crate) const SPELLING_FILE: &str = "oov.onnx";

/// The table of frames inside the speech network, one row per frame, just before it is transposed and split into the outputs
/// `lh`, `theta`, `ln`, `lr` and `phi`. Reading it here saves transposing it back: 5 % of the time and 10 % of the memory.
const TABLE: &str = "/head/Add_output_0";
/// The pitch, one number per frame.
const PITCH: &str = "f0";

/// Turns phonemes into frames.
pub(crate) struct SpeechNetwork {
    network: Network,
    ids: NodeId,
    speed: NodeId,
    table: NodeId,
    pitch: NodeId,
}

impl SpeechNetwork {
    /// Loads the network of the installed voice.
    pub(crate) fn load(folder: &Path) -> Result<SpeechNetwork, Error> {
        SpeechNetwork::from_bytes(SPEECH_FILE, RELEASE.read(folder, SPEECH_FILE)?)
    }

    /// Loads the network with this file name from the contents of its file.
    pub(crate) fn from_bytes(name: &'static str, bytes: Vec<u8>) -> Result<SpeechNetwork, Error> {
        let network = Network::load(name, bytes)?;
        Ok(SpeechNetwork {
            ids: network.node("ids")?,
            speed: network.node("speed")?,
            table: network.node(TABLE)?,
            pitch: network.node(PITCH)?,
            network,
        })
    }

    /// The frames of a phrase. `ids` are phoneme numbers with a 0 at each end. `speed` is 0.5 to 2, and 1 for the voice's own
    /// pace.
    pub(crate) fn frames(&self, ids: Vec<i32>, speed: f32) -> Result<Frames, Error> {
        let ids = Value::from_shape([1, ids.len()], ids).map_err(|error| self.network.error(error))?;
        let speed = Value::from_shape([1], vec![speed]).map_err(|error| self.network.error(error))?;
        let inputs = vec![(self.ids, ids.into()), (self.speed, speed.into())];
        let [table, pitch] = self.network.run(inputs, [self.table, self.pitch])?;
        let (shape, table) = table.into_shape_vec::<f32, 3>().map_err(|error| self.network.error(error))?;
        let (_, f0) = pitch.into_shape_vec::<f32, 2>().map_err(|error| self.network.error(error))?;
        if shape != [1, f0.len(), ROW] {
            return Err(self.network.error(format!("{} frames in a table of {shape:?}", f0.len())));
        }
        Ok(Frames { table, f0 })
    }
}

/// Guesses the pronunciation of a word from its letters.
pub(crate) struct SpellingNetwork {
    network: Network,
    letters: NodeId,
    phonemes: NodeId,
}

impl SpellingNetwork {
    /// Loads the network.
    pub(crate) fn load(folder: &Path) -> Result<SpellingNetwork, Error> {
        let network = Network::load(SPELLING_FILE, RELEASE.read(folder, SPELLING_FILE)?)?;
        Ok(SpellingNetwork { letters: network.node("chars")?, phonemes: network.node("ids")?, network })
    }

    /// The likeliest phoneme of each step, 0 for none; repeats are not removed. `letters` are letter numbers.
    pub(crate) fn steps(&self, letters: Vec<i32>) -> Result<Vec<i32>, Error> {
        let letters =
            Value::from_shape([1, letters.len()], letters).map_err(|error| self.network.error(error))?;
        let [steps] = self.network.run(vec![(self.letters, letters.into())], [self.phonemes])?;
        let (_, steps) = steps.into_shape_vec::<i32, 2>().map_err(|error| self.network.error(error))?;
        Ok(steps)
    }
}

/// A loaded network.
struct Network {
    name: &'static str,
    model: Model,
    pools: IdlePools,
}

impl Network {
    fn load(name: &'static str, bytes: Vec<u8>) -> Result<Network, Error> {
        // Only the operators that the two networks use: the linker then leaves out the others.
        let operators = op_registry!(
            Add,
            ArgMax,
            Cast,
            Clip,
            Concat,
            Conv,
            CumSum,
            Div,
            DynamicQuantizeLinear,
            Erf,
            Exp,
            Gather,
            GreaterOrEqual,
            LayerNormalization,
            Log,
            MatMul,
            MatMulInteger,
            Mul,
            Pow,
            Range,
            ReduceSum,
            Relu,
            Reshape,
            Round,
            Shape,
            Slice,
            Softmax,
            Split,
            Sub,
            Tile,
            Transpose,
            Unsqueeze
        );
        match ModelOptions::with_ops(operators).prepack_weights(true).load(bytes) {
            Ok(model) => Ok(Network { name, model, pools: IdlePools::default() }),
            Err(error) => Err(Error::Network { name, source: error.into() }),
        }
    }

    fn error(&self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::Network { name: self.name, source: source.into() }
    }

    fn node(&self, name: &str) -> Result<NodeId, Error> {
        self.model.find_node(name).ok_or_else(|| self.error(format!("it has no node `{name}`")))
    }

    fn run<const N: usize>(
        &self,
        inputs: Vec<(NodeId, ValueOrView<'_>)>,
        outputs: [NodeId; N],
    ) -> Result<[Value; N], Error> {
        let pool = self.pools.take();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&pool)));
        let result = self.model.run_n(inputs, outputs, Some(options));
        self.pools.put_back(pool);
        result.map_err(|error| self.error(error))
    }
}

/// Thread pools of one thread, as many as phrases are generated at the same time.
///
/// By default rten runs each phrase on all threads. A phrase is too short to gain from that: several phrases in parallel, each
/// on one thread, take less time.
#[derive(Default)]
struct IdlePools(Mutex<Vec<Arc<ThreadPool>>>);

impl IdlePools {
    fn take(&self) -> Arc<ThreadPool> {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)))
    }

    fn put_back(&self, pool: Arc<ThreadPool>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
    }
}
