//! The two neural networks, run by rten on the processor: phonemes to the frames of a sound, and the
//! letters of an unknown word to phonemes.

use std::fmt::Display;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView, op_registry};

use super::Error;
use super::spectrum::{Frames, ROW};

/// The file of the network that speaks.
pub(super) const VOICE_FILE: &str = "hibari.onnx";
/// The file of the network that reads unknown words.
pub(super) const READER_FILE: &str = "oov.onnx";

/// The table of frames inside the speaking network, one row a frame, just before it is turned on its
/// side and cut into the outputs `lh`, `theta`, `ln`, `lr` and `phi`. Taken here it need not be turned
/// back, which saves a twentieth of the time and a tenth of the memory.
const TABLE: &str = "/head/Add_output_0";
/// The pitch, one number a frame.
const PITCH: &str = "f0";

/// The network that turns phonemes into the frames of a sound.
pub(super) struct Voice {
    network: Network,
    ids: NodeId,
    speed: NodeId,
    table: NodeId,
    pitch: NodeId,
}

impl Voice {
    /// Reads the network. An error if the file cannot be read or is not this network.
    pub(super) fn load(folder: &Path) -> Result<Voice, Error> {
        let network = Network::load(folder, VOICE_FILE)?;
        Ok(Voice {
            ids: network.node("ids")?,
            speed: network.node("speed")?,
            table: network.node(TABLE)?,
            pitch: network.node(PITCH)?,
            network,
        })
    }

    /// The frames of a phrase. `ids` are phoneme numbers with a 0 at each end; `speed` is 1 for the
    /// voice's own pace, 0.5 to 2.
    pub(super) fn frames(&self, ids: Vec<i32>, speed: f32) -> Result<Frames, Error> {
        let fault = |error: &dyn Display| self.network.fault(error);
        let ids = Value::from_shape([1, ids.len()], ids).map_err(|error| fault(&error))?;
        let speed = Value::from_shape([1], vec![speed]).map_err(|error| fault(&error))?;
        let inputs = vec![(self.ids, ids.into()), (self.speed, speed.into())];
        let [table, pitch] = self.network.run(inputs, [self.table, self.pitch])?;
        let (shape, table) = table.into_shape_vec::<f32, 3>().map_err(|error| fault(&error))?;
        let (_, f0) = pitch.into_shape_vec::<f32, 2>().map_err(|error| fault(&error))?;
        if shape != [1, f0.len(), ROW] {
            return Err(fault(&format!("{} frames in a table of {shape:?}", f0.len())));
        }
        Ok(Frames { table, f0 })
    }
}

/// The network that guesses how a word is said from its letters.
pub(super) struct Reader {
    network: Network,
    letters: NodeId,
    sounds: NodeId,
}

impl Reader {
    /// Reads the network. An error if the file cannot be read or is not this network.
    pub(super) fn load(folder: &Path) -> Result<Reader, Error> {
        let network = Network::load(folder, READER_FILE)?;
        Ok(Reader { letters: network.node("chars")?, sounds: network.node("ids")?, network })
    }

    /// The best sound at each step, 0 for none, with repeats still in. `letters` are letter numbers.
    pub(super) fn steps(&self, letters: Vec<i32>) -> Result<Vec<i32>, Error> {
        let letters =
            Value::from_shape([1, letters.len()], letters).map_err(|error| self.network.fault(error))?;
        let [steps] = self.network.run(vec![(self.letters, letters.into())], [self.sounds])?;
        let (_, steps) = steps.into_shape_vec::<i32, 2>().map_err(|error| self.network.fault(error))?;
        Ok(steps)
    }
}

/// A loaded network.
struct Network {
    name: &'static str,
    model: Model,
    workers: Workers,
}

impl Network {
    fn load(folder: &Path, name: &'static str) -> Result<Network, Error> {
        let bytes = super::read(folder, name)?;
        // Only the operators of the two networks, so that the others are left out of the program.
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
            Ok(model) => Ok(Network { name, model, workers: Workers::default() }),
            Err(error) => Err(Error::Network { name, reason: error.to_string() }),
        }
    }

    fn fault(&self, reason: impl Display) -> Error {
        Error::Network { name: self.name, reason: reason.to_string() }
    }

    fn node(&self, name: &str) -> Result<NodeId, Error> {
        self.model.find_node(name).ok_or_else(|| self.fault(format!("it has no `{name}`")))
    }

    fn run<const N: usize>(
        &self,
        inputs: Vec<(NodeId, ValueOrView<'_>)>,
        outputs: [NodeId; N],
    ) -> Result<[Value; N], Error> {
        let worker = self.workers.take();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&worker)));
        let result = self.model.run_n(inputs, outputs, Some(options));
        self.workers.put_back(worker);
        result.map_err(|error| self.fault(error))
    }
}

/// Threads for running a network, one for each phrase that is made at the same time.
///
/// A phrase is too short to gain from a second thread: several phrases on one thread each take less
/// time than one after the other on all threads, which is what rten would do by itself.
#[derive(Default)]
struct Workers(Mutex<Vec<Arc<ThreadPool>>>);

impl Workers {
    fn take(&self) -> Arc<ThreadPool> {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)))
    }

    fn put_back(&self, worker: Arc<ThreadPool>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
}
