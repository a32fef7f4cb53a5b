//! Reads weights from the safetensors format (a JSON header, then raw little-endian numbers).

use super::linear::Linear;
use serde::Deserialize;
use std::collections::HashMap;

/// A file of weights.
pub struct Weights {
    tensors: HashMap<String, Tensor>,
    data: &'static [u8],
}

#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    data_offsets: (usize, usize),
}

/// What is wrong with the weights.
pub type Error = String;

impl Weights {
    /// Opens a file that is in memory.
    pub fn open(file: &'static [u8]) -> Result<Weights, Error> {
        let (length, rest) = file.split_first_chunk().ok_or("no header")?;
        let (header, data) = rest.split_at_checked(u64::from_le_bytes(*length) as usize).ok_or("a header cut short")?;
        Ok(Weights { tensors: serde_json::from_slice(header).map_err(|e| e.to_string())?, data })
    }

    /// Whether there is a tensor of that name.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// A tensor as it stands in the file.
    pub fn raw(&self, name: &str, dtype: &str) -> Result<&'static [u8], Error> {
        let tensor = self.tensors.get(name).ok_or_else(|| format!("no {name}"))?;
        let (start, end) = tensor.data_offsets;
        let found = self.data.get(start..end).filter(|_| tensor.dtype == dtype);
        found.ok_or_else(|| format!("{name} is not {dtype}"))
    }

    /// A tensor of f32.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, Error> {
        let (fours, _) = self.raw(name, "F32")?.as_chunks();
        Ok(fours.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A tensor of int8.
    pub fn bytes(&self, name: &str) -> Result<Vec<i8>, Error> {
        Ok(self.raw(name, "I8")?.iter().map(|b| *b as i8).collect())
    }

    /// An int8 layer: `name.weight`, `name.scale`, `name.bias`.
    pub fn linear(&self, name: &str) -> Result<Linear, Error> {
        let [scale, bias] = ["scale", "bias"].map(|part| self.floats(&format!("{name}.{part}")));
        Ok(Linear::new(&self.bytes(&format!("{name}.weight"))?, &scale?, &bias?))
    }
}
